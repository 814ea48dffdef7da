package dev.remora.it.contract.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.it.contract.cell.Pair;
import dev.remora.it.contract.cell.Run;
import dev.remora.it.contract.cell.Stage;
import java.util.List;

/** TLS is spoken with the service, by its name: server name indication, certificate, verifier. */
final class Tls extends Group {
  Tls(Stage stage) {
    super(stage);
  }

  private String secure(String path) {
    return "https://" + service() + path;
  }

  @Case("tls-request")
  void request() throws Exception {
    Run run = sameWell(get(secure("/ok"))).with();
    assertThat(run.received().get(0).authority()).isEqualTo(service());
    assertThat(run.received().get(0).origin().tls()).isTrue();
  }

  @Case("tls-post")
  void post() throws Exception {
    sameWell(post(secure("/echo"), bytes("kept from others' eyes")));
  }

  @Case("tls-explicit-port")
  void explicitPort() throws Exception {
    sameWell(get("https://" + service() + ":{other}/ok"));
  }

  @Case("tls-keep-alive-per-endpoint")
  void keepAlive() throws Exception {
    Pair pair = sameWell(times(30, get(secure("/ok/{n}"))));
    int kept = pair.without().connections(service(), "A").size();
    for (String endpoint : List.of("A", "B", "C")) {
      assertThat(pair.with().connections(service(), endpoint))
          .as("connections to %s", endpoint)
          .hasSizeBetween(1, kept);
    }
  }

  @Case("tls-server-name-is-logical")
  void serverName() throws Exception {
    Run run = sameWell(get("https://secure.shop/ok")).with();
    assertThat(run.received().get(0).origin().sni()).isEqualTo("secure.shop");
  }

  @Case("tls-wrong-name-refused")
  void wrongName() throws Exception {
    Run run = sameFailure(get("https://wrong-name/ok")).with();
    assertThat(run.received()).isEmpty();
  }

  @Case("tls-unknown-authority-refused")
  void unknownAuthority() throws Exception {
    Run run = sameFailure(get("https://untrusted/ok")).with();
    assertThat(run.received()).isEmpty();
  }

  @Case("tls-default-trust-refuses")
  void defaultTrust() throws Exception {
    Run run = sameFailure(command(options -> options.trustStore = null, get(secure("/ok")))).with();
    assertThat(run.received()).isEmpty();
  }

  @Case("tls-verifier-sees-logical-name")
  void verifier() throws Exception {
    Pair pair =
        sameWell(command(options -> options.lenientVerifier = true, get("https://wrong-name/ok")));
    assertThat(pair.with().reply().events).contains("verify wrong-name");
  }

  @Case("tls-plain-endpoints-refuse")
  void noTls() throws Exception {
    sameFailure(
        command(options -> options.connectTimeoutMs = 2_000, get("https://localhost:{dead}/ok")));
  }
}
