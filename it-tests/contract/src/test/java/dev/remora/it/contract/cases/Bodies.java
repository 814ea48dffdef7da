package dev.remora.it.contract.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.it.app.Body;
import dev.remora.it.app.Request;
import dev.remora.it.contract.cell.Pair;
import dev.remora.it.contract.cell.Stage;

/** Request bodies, however the application hands them over. */
final class Bodies extends Group {
  private static final int LARGE = 1_000_000;

  Bodies(Stage stage) {
    super(stage);
  }

  @Case("body-bytes")
  void whole() throws Exception {
    sameWell(post(orders("/echo"), bytes("{\"item\": 1}")));
  }

  @Case("body-empty")
  void empty() throws Exception {
    sameWell(post(orders("/echo"), bytes("")));
  }

  @Case("body-bytes-large")
  void largeBytes() throws Exception {
    sameWell(post(orders("/ok"), body(Body.Kind.BYTES, "0123456789", LARGE)));
  }

  @Case("body-one-shot-stream")
  void stream() throws Exception {
    sameWell(post(orders("/echo"), body(Body.Kind.STREAM, "streamed", 0)));
  }

  @Case("body-one-shot-stream-large")
  void largeStream() throws Exception {
    sameWell(post(orders("/ok"), body(Body.Kind.STREAM, "0123456789", LARGE)));
  }

  @Case("body-of-unknown-length")
  void unsized() throws Exception {
    sameWell(post(orders("/echo"), body(Body.Kind.UNSIZED, "in chunks", 0)));
  }

  @Case("body-of-unknown-length-large")
  void largeUnsized() throws Exception {
    sameWell(post(orders("/ok"), body(Body.Kind.UNSIZED, "0123456789", LARGE)));
  }

  @Case("body-slow-upload")
  void slow() throws Exception {
    Body body = body(Body.Kind.UNSIZED, "slowly", 0);
    body.pauseMs = 30;
    sameWell(post(orders("/echo"), body));
  }

  @Case("body-not-ascii")
  void notAscii() throws Exception {
    sameWell(post(orders("/echo"), bytes("Grüße, 世界")));
  }

  @Case("expect-continue")
  void expectContinue() throws Exception {
    Pair pair = sameWell(expecting(orders("/echo"), Body.Kind.BYTES));
    assertThat(pair.with().received().get(0).field("Expect")).isEqualToIgnoringCase("100-continue");
  }

  @Case("expect-continue-stream")
  void expectContinueStream() throws Exception {
    sameWell(expecting(orders("/echo"), Body.Kind.STREAM));
  }

  @Case("expect-continue-refused")
  void refused() throws Exception {
    same(expecting(orders("/refuse"), Body.Kind.STREAM));
  }

  private static Request expecting(String url, Body.Kind kind) {
    return post(url, body(kind, "may I?", 0), request -> request.expectContinue = true);
  }
}
