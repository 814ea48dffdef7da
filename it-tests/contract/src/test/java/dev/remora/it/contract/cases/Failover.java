package dev.remora.it.contract.cases;

import dev.remora.it.app.Body;
import dev.remora.it.contract.cell.Stage;

/** An endpoint that cannot be connected is passed over: nothing was sent. */
final class Failover extends Group {
  private static final int MANY = 40;

  Failover(Stage stage) {
    super(stage);
  }

  @Case("one-endpoint-dead-get")
  void get() throws Exception {
    sameWell(times(MANY, get(ledger("/ok/{n}"))));
  }

  @Case("one-endpoint-dead-post")
  void post() throws Exception {
    sameWell(times(MANY, post(ledger("/echo/{n}"), bytes("posted"))));
  }

  @Case("one-endpoint-dead-one-shot-body")
  void oneShot() throws Exception {
    sameWell(times(MANY, post(ledger("/echo/{n}"), body(Body.Kind.STREAM, "posted once", 0))));
  }

  @Case("one-endpoint-dead-body-of-unknown-length")
  void unsized() throws Exception {
    sameWell(times(MANY, post(ledger("/echo/{n}"), body(Body.Kind.UNSIZED, "posted once", 0))));
  }

  @Case("one-endpoint-dead-tls")
  void tls() throws Exception {
    sameWell(times(MANY, get(ledger("/ok/{n}").replace("http://", "https://"))));
  }

  @Case("one-endpoint-dead-new-connections")
  void newConnections() throws Exception {
    sameWell(times(MANY, get(ledger("/close/{n}"))));
  }

  @Case("one-endpoint-dead-many-threads")
  void manyThreads() throws Exception {
    sameWell(threads(16, 10, get(ledger("/ok/{n}"))));
  }

  @Case("all-endpoints-dead-get")
  void allDead() throws Exception {
    sameFailure(get("http://ruins/ok"));
  }

  @Case("all-endpoints-dead-post")
  void allDeadPost() throws Exception {
    sameFailure(post("http://ruins/ok", bytes("posted")));
  }

  @Case("all-endpoints-dead-one-shot-body")
  void allDeadOneShot() throws Exception {
    sameFailure(post("http://ruins/ok", body(Body.Kind.STREAM, "posted once", 0)));
  }

  @Case("all-endpoints-dead-tls")
  void allDeadTls() throws Exception {
    sameFailure(get("https://ruins/ok"));
  }
}
