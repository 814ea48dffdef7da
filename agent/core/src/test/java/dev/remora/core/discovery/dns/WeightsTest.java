package dev.remora.core.discovery.dns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WeightsTest {
  /** Shares of records, each a weight and a number of addresses. */
  private static int[] shares(int[]... records) {
    Weights weights = new Weights();
    for (int[] record : records) {
      weights.add(record[0], record[1]);
    }
    int[] shares = new int[records.length];
    for (int i = 0; i < records.length; i++) {
      shares[i] = weights.share(records[i][0], records[i][1]);
    }
    return shares;
  }

  @Test
  void areThoseOfTheRecords() {
    assertThat(shares(new int[] {10, 1}, new int[] {65535, 1}, new int[] {0, 1}))
        .containsExactly(10, 65535, 1);
  }

  @Test
  void areSharedByTheAddressesOfATarget() {
    assertThat(shares(new int[] {1, 2}, new int[] {1, 1})).containsExactly(1, 2);
    assertThat(shares(new int[] {3, 2}, new int[] {1, 3}, new int[] {5, 1}))
        .containsExactly(9, 2, 30);
    assertThat(shares(new int[] {0, 3}, new int[] {0, 1})).containsExactly(1, 3);
  }

  @Test
  void stayInBounds() {
    assertThat(shares(new int[] {65535, 7}, new int[] {1, 1})).containsExactly(9362, 1);
    assertThat(shares(new int[] {1, 251}, new int[] {1, 241}, new int[] {2, 1}))
        .containsExactly(130, 135, 65534);
  }
}
