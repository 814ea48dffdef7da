package dev.remora.gateway.filter.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyHashTest {
  private final KeyHash hash = KeyHash.random();

  @Test
  void tellsKeysOfAllLengthsApart() {
    Set<Long> all = new HashSet<>();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      assertThat(all.add(hash.of(0, text.toString()))).isTrue();
      assertThat(all.add(hash.of(1, text.toString()))).isTrue();
      text.append('a');
    }
  }

  @Test
  void isTheSameForTheSame() {
    assertThat(hash.of(3, "10.0.0.1")).isEqualTo(hash.of(3, String.join(".", "10", "0", "0", "1")));
  }

  @Test
  void isAnotherInAnotherProcess() {
    assertThat(KeyHash.random().of(0, "a")).isNotEqualTo(hash.of(0, "a"));
  }

  @Test
  void spreadsKeysThatAreAlikeOverTheHighBitsToo() {
    Set<Integer> places = new HashSet<>();
    for (int i = 0; i < 4096; i++) {
      places.add((int) (hash.of(0, "10.0.0." + i) >>> 32) & 4095);
    }
    // 4096 balls in 4096 places hit 63 % of them, and less than 60 % never.
    assertThat(places.size()).isBetween(2450, 2730);
  }
}
