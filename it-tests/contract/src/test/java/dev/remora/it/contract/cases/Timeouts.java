package dev.remora.it.contract.cases;

import dev.remora.it.app.Command;
import dev.remora.it.contract.cell.Pair;
import dev.remora.it.contract.cell.Stage;

/** Time-outs are the application's, and fail as they do without the agent. */
final class Timeouts extends Group {
  /** What a busy machine may add. */
  private static final int SLACK_MS = 900;

  /** How seldom the slowest of the clients' selectors looks for time-outs by itself. */
  private static final int SELECTOR_MS = 1000;

  Timeouts(Stage stage) {
    super(stage);
  }

  @Case("connect-timeout")
  void connect() throws Exception {
    timesOut(300, command(options -> options.connectTimeoutMs = 300, get("http://silent/ok")));
  }

  @Case("connect-timeout-tls")
  void connectTls() throws Exception {
    timesOut(300, command(options -> options.connectTimeoutMs = 300, get("https://silent/ok")));
  }

  @Case("read-timeout")
  void read() throws Exception {
    timesOut(300, command(options -> options.readTimeoutMs = 300, get(orders("/slow/1500"))));
  }

  @Case("read-timeout-with-body")
  void readAfterPost() throws Exception {
    timesOut(
        300,
        command(options -> options.readTimeoutMs = 300, post(orders("/slow/1500"), bytes("wait"))));
  }

  @Case("read-timeout-in-response-body")
  void readBody() throws Exception {
    timesOut(300, command(options -> options.readTimeoutMs = 300, get(orders("/stall/1500"))));
  }

  @Case("read-timeout-not-reached")
  void notReached() throws Exception {
    sameWell(
        command(
            options -> {
              options.connectTimeoutMs = 1_000;
              options.readTimeoutMs = 1_000;
            },
            get(orders("/slow/200"))));
  }

  @Case("call-timeout")
  void call() throws Exception {
    // Long enough for a busy machine to connect and send within it.
    timesOut(700, command(options -> options.callTimeoutMs = 700, get(orders("/slow/2500"))));
  }

  @Case("call-timeout-in-response-body")
  void callBody() throws Exception {
    same(command(options -> options.callTimeoutMs = 300, get(orders("/drip/10/100"))));
  }

  private void timesOut(int ms, Command command) throws Exception {
    Pair pair = sameFailure(command);
    took(pair.without(), ms - 20, ms + SELECTOR_MS + SLACK_MS);
    // The client's own lateness is not the agent's, but nothing is to be added to it.
    long own = pair.without().outcomes().stream().mapToLong(it -> it.tookMs).max().orElse(ms);
    took(pair.with(), ms - 20, Math.max(ms, own) + SLACK_MS);
  }
}
