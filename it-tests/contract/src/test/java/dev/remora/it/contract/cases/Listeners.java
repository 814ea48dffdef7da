package dev.remora.it.contract.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.it.contract.cell.Pair;
import dev.remora.it.contract.cell.Stage;

/** What an application hangs into its client keeps working, and sees the service's name. */
final class Listeners extends Group {
  Listeners(Stage stage) {
    super(stage);
  }

  @Case("listeners")
  void get() throws Exception {
    listened(pair(orders("/ok")));
  }

  @Case("listeners-across-redirect")
  void redirect() throws Exception {
    listened(pair(orders("/redirect/302?to=" + orders("/ok/landing"))));
  }

  @Case("listeners-not-ours")
  void notOurs() throws Exception {
    listened(pair("http://localhost:{external}/ok"));
  }

  @Case("executor-of-application")
  void executor() throws Exception {
    Pair pair = sameWell(command(options -> options.useExecutor = true, get(orders("/ok"))));
    assertThat(pair.with().reply().thread).startsWith("app-executor-");
  }

  private Pair pair(String url) throws Exception {
    return sameWell(command(options -> options.listeners = true, get(url)));
  }

  private static void listened(Pair pair) {
    assertThat(pair.with().reply().events)
        .isNotEmpty()
        .noneMatch(event -> event.contains("http://127."));
  }
}
