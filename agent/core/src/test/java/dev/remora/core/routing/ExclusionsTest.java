package dev.remora.core.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExclusionsTest {
  @Test
  void matchNamesAndBeginningsInAnyCase() {
    Exclusions exclusions = new Exclusions(List.of("Consul", "internal-*"));
    assertThat(exclusions.contains("consul")).isTrue();
    assertThat(exclusions.contains("consul2")).isFalse();
    assertThat(exclusions.contains("internal-")).isTrue();
    assertThat(exclusions.contains("internal-a")).isTrue();
    assertThat(exclusions.contains("internal")).isFalse();
    assertThat(new Exclusions(List.of("*")).contains("a")).isTrue();
    assertThat(new Exclusions(List.of()).contains("a")).isFalse();
  }
}
