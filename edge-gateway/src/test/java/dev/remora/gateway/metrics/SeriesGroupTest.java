package dev.remora.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What clients send must not make series without end. */
class SeriesGroupTest {
  @Test
  void countsTogetherWhatComesTooLate() {
    SeriesGroup group = new SeriesGroup(new SeriesGroup.Budget(3));
    for (int status = 200; status < 300; status++) {
      group.of("GET", "http", "1.1", status, null).record(1_000_000);
    }
    assertThat(group.all()).hasSize(4);
    Histogram.Sum late = new Histogram.Sum();
    group.all()[3].histogram().addTo(late);
    assertThat(group.all()[3].key()).isEqualTo(Series.Key.OVERFLOW);
    assertThat(late.count()).isEqualTo(97);
  }

  @Test
  void hasNamesUpToANumber() {
    Grown<Counter> grown = new Grown<>(2, name -> new Counter());
    for (String name : new String[] {"a", "b", "c", "d", "a"}) {
      grown.of(name).add(1);
    }
    assertThat(grown.all().keySet()).containsExactlyInAnyOrder("a", "b", Grown.OTHERS);
    assertThat(grown.of("c").value()).isEqualTo(2);
    assertThat(grown.of("a").value()).isEqualTo(2);
  }

  @Test
  void knowsMethodsThatThereAre() {
    assertThat(Methods.known("GET")).isEqualTo("GET");
    assertThat(Methods.known("get")).isEqualTo(Methods.OTHER);
    assertThat(Methods.known("BREW")).isEqualTo(Methods.OTHER);
  }
}
