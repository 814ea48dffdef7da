package dev.remora.it.contract.cases;

import dev.remora.it.contract.cell.Pair;
import dev.remora.it.contract.cell.Stage;

/** Cancelling and interrupting do what they do without the agent. */
final class Cancelling extends Group {
  Cancelling(Stage stage) {
    super(stage);
  }

  @Case("cancel-while-waiting")
  void cancel() throws Exception {
    Pair pair = sameFailure(get(orders("/slow/1500"), request -> request.cancelAfterMs = 600));
    took(pair.with(), 0, 1_400);
  }

  @Case("cancel-in-response-body")
  void cancelInBody() throws Exception {
    same(get(orders("/drip/20/100"), request -> request.cancelAfterMs = 700));
  }

  @Case("cancel-while-connecting")
  void cancelConnecting() throws Exception {
    same(
        options -> options.connectTimeoutMs = 1_500,
        get("http://silent/ok", request -> request.cancelAfterMs = 350));
  }

  @Case("interrupt-while-waiting")
  void interrupt() throws Exception {
    same(get(orders("/slow/1500"), request -> request.interruptAfterMs = 600));
  }

  @Case("interrupt-in-response-body")
  void interruptInBody() throws Exception {
    same(get(orders("/drip/20/100"), request -> request.interruptAfterMs = 700));
  }

  @Case("interrupt-while-connecting")
  void interruptConnecting() throws Exception {
    same(
        options -> options.connectTimeoutMs = 1_000,
        get("http://silent/ok", request -> request.interruptAfterMs = 250));
  }

  @Case("interrupted-before")
  void interruptedBefore() throws Exception {
    // Whether the request still goes out is a matter of microseconds.
    sameSeen(command(get(orders("/ok"), request -> request.interrupted = true)));
  }
}
