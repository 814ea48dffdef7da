package dev.remora.it.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.Mesh;
import dev.remora.core.MeshCall;
import dev.remora.core.config.Config;
import dev.remora.core.security.TokenStatus;
import dev.remora.core.testing.Said;
import dev.remora.core.testing.SentRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** A process that calls orders over TLS; nothing is sent, but all is made ready. */
final class Shop implements AutoCloseable {
  private final Said said = new Said();
  private final StringBuilder seen = new StringBuilder();
  private final Path folder;
  private final Mesh mesh;

  /** One with settings {@code key=value} below {@code services.orders.token.}. */
  Shop(Path folder, List<String> settings) throws IOException {
    this.folder = folder;
    Files.writeString(folder.resolve("endpoints.yaml"), "endpoints: {orders: [127.0.0.1:9001]}");
    mesh = Mesh.start(config(settings), said.log());
  }

  private Config config(List<String> settings) {
    Properties properties = new Properties();
    properties.setProperty("remora.registry", "file:" + folder.resolve("endpoints.yaml"));
    properties.setProperty("remora.first-call-timeout", "10s");
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      String key = setting.substring(0, equals);
      properties.setProperty(
          key.startsWith("token.") ? "remora.services.orders." + key : "remora." + key,
          setting.substring(equals + 1));
    }
    return Config.load(null, properties, Map.of());
  }

  void reload(List<String> settings) {
    mesh.reload(config(settings));
  }

  MeshCall call() {
    return serving(null);
  }

  /** A call made while a request with that token is served. */
  MeshCall serving(String inbound) {
    MeshCall call = mesh.route("orders", SentRequest.SECURE_GET.servingToken(inbound));
    assertThat(call).isNotNull();
    call.cancelled();
    return call;
  }

  /** The token that a call is sent with. */
  static String token(MeshCall call) {
    assertThat(call.rejection()).isNull();
    assertThat(call.headers()).hasSize(2).startsWith("authorization");
    return call.headers()[1].substring("Bearer ".length());
  }

  String rejection() {
    String why = call().rejection();
    seen.append(why).append('\n');
    return why;
  }

  TokenStatus status() {
    TokenStatus status = mesh.status().services().get(0).token();
    seen.append(status).append('\n');
    return status;
  }

  /** Everything that anybody was told: the log, rejections, and what status and explain show. */
  String told() {
    return said.text() + seen + String.join("\n", mesh.explain("https://orders/"));
  }

  String log() {
    return said.text();
  }

  @Override
  public void close() {
    mesh.close();
  }
}
