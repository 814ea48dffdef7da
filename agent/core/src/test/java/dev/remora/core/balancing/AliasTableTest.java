package dev.remora.core.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AliasTableTest {
  private static final int DRAWS = 1 << 20;

  static Stream<int[]> weights() {
    return Stream.of(
        new int[] {1, 1},
        new int[] {1, 3},
        new int[] {1, 1, 65_535},
        new int[] {65_535, 1, 1, 2},
        new int[] {7, 1, 5, 5, 3, 9},
        IntStream.rangeClosed(1, 100).toArray(),
        IntStream.range(0, 101).map(i -> i == 50 ? 1_000 : 1).toArray());
  }

  /** Over fractions that fill 0 to 1 evenly each gets its share. */
  @ParameterizedTest
  @MethodSource("weights")
  void drawsByWeight(int[] weights) {
    Rotation rotation = new Service("balance=least-request").weights(weights).cluster.rotation();
    AliasTable table = new AliasTable(rotation);
    int[] drawn = new int[weights.length];
    for (long i = 0; i < DRAWS; i++) {
      // What is above the low 32 bits does not count.
      drawn[table.at((i << 32) / DRAWS | (i << 40))]++;
    }
    double sum = Arrays.stream(weights).sum();
    for (int i = 0; i < weights.length; i++) {
      assertThat((double) drawn[i] / DRAWS)
          .as("share of the endpoint " + i + " of " + weights.length)
          .isCloseTo(
              weights[rotation.get(i).port() - 1] / sum, within(2.0 * weights.length / DRAWS));
    }
  }

  @ParameterizedTest
  @MethodSource("weights")
  void drawsTheLeastAndTheGreatestFraction(int[] weights) {
    AliasTable table =
        new AliasTable(new Service("balance=least-request").weights(weights).cluster.rotation());
    assertThat(table.at(0)).isBetween(0, weights.length - 1);
    assertThat(table.at(0xffffffffL)).isBetween(0, weights.length - 1);
  }
}
