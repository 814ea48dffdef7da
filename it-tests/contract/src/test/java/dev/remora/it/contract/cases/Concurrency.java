package dev.remora.it.contract.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.it.app.Outcome;
import dev.remora.it.contract.cell.Pair;
import dev.remora.it.contract.cell.Stage;

/** Many threads at once on one client. */
final class Concurrency extends Group {
  private static final int THREADS = 64;

  Concurrency(Stage stage) {
    super(stage);
  }

  @Case("64-threads-get")
  void get() throws Exception {
    own(sameWell(threads(THREADS, 6, get(orders("/echo/{n}")))));
  }

  @Case("64-threads-post")
  void post() throws Exception {
    own(sameWell(threads(THREADS, 6, post(orders("/echo/{n}"), bytes("posted")))));
  }

  @Case("64-threads-several-services")
  void severalServices() throws Exception {
    sameWell(
        threads(
            THREADS,
            2,
            get(orders("/echo/{n}")),
            get("http://inventory/echo/{n}"),
            get("http://localhost:{external}/echo/{n}")));
  }

  /** Every caller got the answer to its own request. */
  private static void own(Pair pair) {
    for (Outcome outcome : pair.with().outcomes()) {
      String path = outcome.asked.substring(outcome.asked.indexOf("/echo"));
      assertThat(outcome.reply.body).contains(" " + path + "\n");
    }
  }
}
