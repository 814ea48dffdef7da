package dev.remora.it.contract.cell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class StatusTest {
  private static final String TEXT =
      """
      routing   enabled
      registry  consul://127.0.0.1:8500, up

      SERVICE    BALANCE      ENDPOINT        WEIGHT  ZONE  TAGS   PICKS  IN FLIGHT  FAILURES  CONNECT FAILURES  OUT
      orders     round-robin  127.0.0.1:9001  1       a     v1,v2  12     1          5         2                 ejected: 5 failures in a row, 23s left
      orders     round-robin  127.0.0.2:9001  1                    3      0          0         0
      orders-h2  round-robin  127.0.0.1:9002  1                    0      0          0         0
      six        round-robin  not called yet
      orders: circuit closed
      """;

  @Test
  void readsTheEndpointsOfOneService() {
    assertThat(new Status(TEXT).of("orders"))
        .containsExactly(
            new Status.Row("orders", 12, 1, 5, 2, "ejected: 5 failures in a row, 23s left"),
            new Status.Row("orders", 3, 0, 0, 0, ""));
    assertThat(new Status(TEXT).of("orders-h2")).hasSize(1);
  }

  @Test
  void nothingIsKnownOfServicesThatWereNotCalled() {
    assertThat(new Status(TEXT).of("six")).isEmpty();
    assertThat(new Status("").of("orders")).isEmpty();
  }
}
