package dev.remora.it.contract.cases;

import dev.remora.it.app.Body;
import dev.remora.it.contract.cell.Stage;

/** Endpoints that answer wrongly or not at all: what has been sent is not sent again by us. */
final class Faults extends Group {
  Faults(Stage stage) {
    super(stage);
  }

  @Case("fault-no-answer")
  void nothing() throws Exception {
    same(get(orders("/nothing")));
  }

  @Case("fault-no-answer-to-post")
  void nothingToPost() throws Exception {
    same(post(orders("/nothing"), bytes("only once")));
  }

  @Case("fault-no-answer-to-one-shot-post")
  void nothingToOneShotPost() throws Exception {
    same(post(orders("/nothing"), body(Body.Kind.STREAM, "only once", 0)));
  }

  @Case("fault-reset")
  void reset() throws Exception {
    same(get(orders("/reset")));
  }

  @Case("fault-reset-after-post")
  void resetAfterPost() throws Exception {
    same(post(orders("/reset"), bytes("only once")));
  }

  @Case("fault-truncated")
  void truncated() throws Exception {
    same(get(orders("/truncated")));
  }

  @Case(value = "fault-no-http", on = Case.Protocol.HTTP_1)
  void garbage() throws Exception {
    same(get(orders("/garbage")));
  }
}
