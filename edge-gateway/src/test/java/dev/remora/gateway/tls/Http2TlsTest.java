package dev.remora.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.gateway.TestGateway;
import dev.remora.gateway.testing.Authority;
import dev.remora.gateway.testing.Authority.Issued;
import dev.remora.gateway.testing.ScriptedOrigin;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for a connection, where one connection carries many requests. */
class Http2TlsTest {
  @TempDir Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final ScriptedOrigin origin =
      ScriptedOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  private Authority authority;

  @BeforeEach
  void found() {
    authority = new Authority(folder, "ca");
  }

  @AfterEach
  void close() throws Exception {
    origin.close();
    get(vertx.close());
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private HttpClientConnection connect(TestGateway gateway, String host, Issued own)
      throws Exception {
    HttpClientOptions options =
        new HttpClientOptions()
            .setSsl(true)
            .setUseAlpn(true)
            .setForceSni(true)
            .setProtocolVersion(HttpVersion.HTTP_2)
            .setTrustOptions(new PemTrustOptions().addCertPath(authority.file().toString()));
    if (own != null) {
      options.setKeyCertOptions(
          new PemKeyCertOptions()
              .addCertPath(own.file().toString())
              .addKeyPath(own.keyFile().toString()));
    }
    return get(
        vertx
            .createHttpClient(options)
            .connect(
                new HttpConnectOptions()
                    .setServer(SocketAddress.inetSocketAddress(gateway.port(), "127.0.0.1"))
                    .setHost(host)
                    .setPort(gateway.port())));
  }

  private static int status(HttpClientConnection connection, String host) throws Exception {
    return get(
        connection
            .request(new RequestOptions().setMethod(HttpMethod.GET).setURI("/x"))
            .compose(request -> request.authority(HostAndPort.create(host, 443)).send())
            .map(response -> response.statusCode()));
  }

  private static String certificates(Issued... all) {
    StringBuilder list = new StringBuilder();
    for (Issued each : all) {
      list.append(list.length() == 0 ? "" : ", ").append(each.yaml());
    }
    return "certificates: [" + list + "]";
  }

  private TestGateway gateway(String tls, String route) {
    return TestGateway.over("orders", origin.port())
        .start("listeners: [{address: 127.0.0.1, port: 0, tls: {" + tls + "}}]\n" + route);
  }

  @Test
  void refusesHostsOfOtherCertificatesOneByOne() throws Exception {
    Issued first = authority.issue("first", "first.test");
    Issued shop = authority.issue("shop", "shop.test", "*.shop.test");
    String route = "routes: [{name: all, to: orders}]\n";
    try (TestGateway gateway = gateway(certificates(first, shop), route)) {
      HttpClientConnection connection = connect(gateway, "shop.test", null);
      assertThat(status(connection, "shop.test")).isEqualTo(200);
      assertThat(status(connection, "first.test")).isEqualTo(421);
      assertThat(status(connection, "a.shop.test")).isEqualTo(200);
      assertThat(status(connection, "unknown.test")).isEqualTo(421);
      assertThat(status(connection, "shop.test")).isEqualTo(200);
    }
  }

  @Test
  void knowsTheClientOfEachRequest() throws Exception {
    Issued own = authority.issue("own", "own.test");
    Issued client = authority.issue("client", "client.test");
    String tls = certificates(own) + ", client-auth: optional, client-ca: " + authority.file();
    String route =
        """
        authentication: {machines: {mtls: {}}}
        routes: [{name: all, to: orders, authentication: machines}]
        """;
    try (TestGateway gateway = gateway(tls, route)) {
      HttpClientConnection known = connect(gateway, "own.test", client);
      assertThat(status(known, "own.test")).isEqualTo(200);
      assertThat(status(known, "own.test")).isEqualTo(200);
      assertThat(status(connect(gateway, "own.test", null), "own.test")).isEqualTo(403);
    }
  }
}
