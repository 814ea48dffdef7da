package dev.remora.core.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WeightedRoundRobinTest {
  @Test
  void isNeverMoreThanFourCallsFromTheWeights() {
    int[] weights = {1, 5, 2, 30, 7, 55};
    Service service = new Service("balance=weighted-round-robin").weights(weights);
    int[] got = new int[weights.length];
    for (int calls = 1; calls <= 20_000; calls++) {
      got[service.pick(null).port() - 1]++;
      for (int i = 0; i < weights.length; i++) {
        assertThat(got[i] - calls * weights[i] / 100.0).isBetween(-4.0, 4.0);
      }
    }
  }

  @Test
  void hasNoBursts() {
    Service service = new Service("balance=weighted-round-robin").weights(1, 1, 1, 1, 4);
    List<Integer> gaps = new ArrayList<>();
    int last = 0;
    for (int call = 1; call <= 10_000; call++) {
      if (service.pick(null).port() == 5) {
        gaps.add(call - last);
        last = call;
      }
    }
    assertThat(gaps.subList(1, gaps.size())).containsOnly(1, 2, 3);
  }

  @Test
  void takesAnyWeight() {
    int[] weights = new int[1000];
    Arrays.fill(weights, 1);
    weights[500] = 65535;
    Map<Integer, Integer> picks =
        new Service("balance=weighted-round-robin").weights(weights).picks(665_340);
    assertThat(picks.get(501)).isBetween(655_340, 655_360);
    assertThat(picks).hasSizeGreaterThan(990);
  }
}
