package dev.remora.it.contract.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.it.contract.cell.Pair;
import dev.remora.it.contract.cell.Run;
import dev.remora.it.contract.cell.Stage;
import java.io.IOException;
import java.util.List;

/** Connections are kept, each for its own endpoint; requests are balanced, not connections. */
final class Pooling extends Group {
  private static final int MANY = 30;
  private static final List<String> ENDPOINTS = List.of("A", "B", "C");

  Pooling(Stage stage) {
    super(stage);
  }

  @Case("keep-alive-per-endpoint")
  void keepAlive() throws Exception {
    Pair pair = many();
    int kept = pair.without().connections(service(), "A").size();
    for (String endpoint : ENDPOINTS) {
      assertThat(pair.with().connections(service(), endpoint))
          .as("connections to %s", endpoint)
          .hasSizeBetween(1, kept);
    }
  }

  @Case("balanced-per-request")
  void balanced() throws Exception {
    Run run = many().with();
    for (String endpoint : ENDPOINTS) {
      assertThat(run.received())
          .as("requests to %s", endpoint)
          .filteredOn(request -> request.origin().endpoint().equals(endpoint))
          .hasSizeBetween(1, MANY - 2);
    }
  }

  @Case("endpoints-on-one-port-have-their-own-connections")
  void twins() throws Exception {
    Run run = many().with();
    assertThat(run.connections(service(), "A"))
        .isNotEmpty()
        .doesNotContainAnyElementsOf(run.connections(service(), "B"));
    assertThat(run.connections(service(), "B")).isNotEmpty();
  }

  @Case("services-on-one-endpoint")
  void oneEndpoint() throws Exception {
    Run run =
        sameWell(get("http://basket/ok/1"), get("http://orders/ok/2"), get("http://basket/ok/3"))
            .with();
    assertThat(run.received())
        .extracting(request -> request.authority())
        .containsExactly("basket", "orders", "basket");
  }

  @Case(value = "connection-close", on = Case.Protocol.HTTP_1)
  void connectionClose() throws Exception {
    sameWell(times(4, get(orders("/close/{n}"))));
  }

  @Case("connection-closed-while-idle")
  void closedWhileIdle() throws Exception {
    same(
        get(orders("/then-close/1")),
        get(orders("/then-close/2"), request -> request.waitMs = 150),
        get(orders("/then-close/3"), request -> request.waitMs = 150),
        get(orders("/ok/4"), request -> request.waitMs = 150));
  }

  private Pair many() throws IOException, InterruptedException {
    return sameWell(times(MANY, get(orders("/ok/{n}"))));
  }
}
