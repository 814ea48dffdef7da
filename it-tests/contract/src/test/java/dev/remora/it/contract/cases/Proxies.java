package dev.remora.it.contract.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.it.app.Command;
import dev.remora.it.app.Options;
import dev.remora.it.app.Request;
import dev.remora.it.contract.cell.Pair;
import dev.remora.it.contract.cell.Stage;
import java.util.function.Consumer;

/** A proxy set by the application gets the request, by the service's name. */
final class Proxies extends Group {
  Proxies(Stage stage) {
    super(stage);
  }

  @Case("proxy")
  void plain() throws Exception {
    toProxy(get("http://orders/ok"));
  }

  @Case("proxy-post")
  void posted() throws Exception {
    toProxy(post("http://orders/ok", bytes("through the proxy")));
  }

  @Case("proxy-tls")
  void tunnel() throws Exception {
    toProxy(get("https://orders/ok"));
  }

  @Case("proxy-not-ours")
  void notOurs() throws Exception {
    toProxy(get("http://www.shop.example:{external}/ok"));
  }

  @Case("proxy-explicit-port")
  void explicitPort() throws Exception {
    toProxy(get("http://orders:{other}/ok"));
  }

  @Case("proxy-socks")
  void socks() throws Exception {
    toSocks(get("http://orders/ok"), "CONNECT orders:80");
  }

  @Case("proxy-socks-tls")
  void socksTunnel() throws Exception {
    toSocks(get("https://orders/ok"), "CONNECT orders:443");
  }

  @Case("proxy-of-the-jvm")
  void ofTheJvm() throws Exception {
    sameWell(
        command(
            options -> options.jvmProxy = "127.0.0.1:{proxy}",
            get("http://orders/ok/1"),
            get("http://localhost:{external}/ok/2"),
            get("https://orders/ok/3")));
  }

  @Case("proxy-refusing")
  void refusing() throws Exception {
    sameFailure(command(options -> options.proxy = "127.0.0.1:{dead}", get("http://orders/ok")));
  }

  private void toProxy(Request request) throws Exception {
    toProxy(options -> {}, request);
  }

  private void toSocks(Request request, String asked) throws Exception {
    Pair pair = toProxy(options -> options.socks = true, request);
    assertThat(pair.with().received().get(0).head()).isEqualTo(asked);
  }

  private Pair toProxy(Consumer<Options> setUp, Request request) throws Exception {
    Command command =
        command(
            options -> {
              options.proxy = "127.0.0.1:{proxy}";
              setUp.accept(options);
            },
            request);
    Pair pair = sameWell(command);
    assertThat(pair.with().received())
        .isNotEmpty()
        .allSatisfy(received -> assertThat(received.origin().server()).isEqualTo("proxy"));
    return pair;
  }
}
