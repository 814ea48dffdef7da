package dev.remora.it.contract.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.it.contract.cell.Pair;
import dev.remora.it.contract.cell.Stage;

/** What the application sees of an answer. */
final class Responses extends Group {
  Responses(Stage stage) {
    super(stage);
  }

  @Case("status-codes")
  void statusCodes() throws Exception {
    same(
        get(orders("/status/201")),
        get(orders("/status/204")),
        get(orders("/status/304")),
        get(orders("/status/400")),
        get(orders("/status/404")),
        get(orders("/status/410")),
        get(orders("/status/500")));
  }

  @Case("status-503")
  void unavailable() throws Exception {
    same(get(orders("/status/503")));
  }

  @Case("status-401-challenge")
  void challenge() throws Exception {
    same(get(orders("/auth")), get(orders("/auth"), header("Authorization", "Basic dXNlcjpz")));
  }

  @Case("response-headers")
  void headers() throws Exception {
    sameWell(get(orders("/many-headers")));
  }

  @Case("response-headers-large")
  void largeHeaders() throws Exception {
    sameWell(get(orders("/large-headers")));
  }

  @Case("response-gzip")
  void gzip() throws Exception {
    sameWell(get(orders("/gzip")));
  }

  @Case("response-chunked")
  void chunked() throws Exception {
    sameWell(get(orders("/chunked")));
  }

  @Case("response-trailers")
  void trailers() throws Exception {
    Pair pair = sameWell(get(orders("/trailers")));
    assertThat(pair.with().reply().trailers).isNotEmpty();
  }

  @Case("response-until-close")
  void untilClose() throws Exception {
    sameWell(get(orders("/until-close")));
  }

  @Case("response-interim-103")
  void hints() throws Exception {
    same(get(orders("/hints")));
  }

  @Case("response-large")
  void large() throws Exception {
    sameWell(get(orders("/large/3000000")));
  }

  @Case("response-streamed")
  void streamed() throws Exception {
    Pair pair = sameWell(get(orders("/drip/10/100")));
    // A body that is kept until it is whole would come in one piece; a busy machine delays its
    // start.
    assertThat(pair.without().reply().streamedMs).as("without the agent").isGreaterThan(200);
    assertThat(pair.with().reply().streamedMs).as("with the agent").isGreaterThan(200);
  }
}
