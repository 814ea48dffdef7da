package dev.remora.it.contract.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.it.contract.cell.Pair;
import dev.remora.it.contract.cell.Stage;
import java.util.List;

/** What only HTTP/2 has: many requests on one connection, and that one for its endpoint alone. */
final class Http2 extends Group {
  Http2(Stage stage) {
    super(stage);
  }

  @Case(value = "h2-spoken", on = Case.Protocol.HTTP_2)
  void spoken() throws Exception {
    Pair pair = sameWell(get(orders("/ok")));
    assertThat(pair.with().received().get(0).protocol()).isEqualTo("h2");
    assertThat(pair.with().received().get(0).field(":authority")).isEqualTo("orders-h2");
  }

  @Case(value = "h2-connection-per-endpoint", on = Case.Protocol.HTTP_2)
  void connectionPerEndpoint() throws Exception {
    Pair pair = sameWell(threads(16, 10, get(orders("/ok/{n}"))));
    int alone = pair.without().connections("orders-h2", "A").size();
    for (String endpoint : List.of("A", "B", "C")) {
      assertThat(pair.with().connections("orders-h2", endpoint))
          .as("connections to %s", endpoint)
          .hasSizeBetween(1, Math.max(alone, 2));
    }
  }

  @Case(value = "h2-next-to-http1", on = Case.Protocol.HTTP_2)
  void nextToHttp1() throws Exception {
    sameWell(get(orders("/ok/1")), get("http://orders/ok/2"), get("https://orders/ok/3"));
  }
}
