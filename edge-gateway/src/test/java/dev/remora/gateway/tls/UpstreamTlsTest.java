package dev.remora.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.remora.gateway.TestGateway;
import dev.remora.gateway.testing.Authority;
import dev.remora.gateway.testing.Authority.Issued;
import dev.remora.gateway.testing.RawClient;
import dev.remora.gateway.testing.ScriptedOrigin;
import dev.remora.gateway.testing.TlsClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class UpstreamTlsTest {
  private static final String ROUTE = "routes: [{name: all, to: orders}]\n";
  private static final String GET = "GET /x HTTP/1.1\r\nHost: shop.test\r\n\r\n";

  private static final String ASK =
      """
      GET /x HTTP/1.1
      Host: shop.test
      Upgrade: websocket
      Connection: Upgrade
      Sec-WebSocket-Version: 13
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

      """
          .replace("\n", "\r\n");

  @TempDir Path folder;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private Authority authority;
  private Authority clients;

  @BeforeEach
  void found() {
    authority = new Authority(folder, "ca");
    clients = new Authority(folder, "clients");
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private static SSLContext context(Issued own, Authority trusted) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(TlsClient.keys(own), TlsClient.trust(trusted), null);
    return context;
  }

  /** Answers with the host that it was called as, and who called. */
  private HttpsServer server(Issued own, boolean asksClients) throws Exception {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context(own, clients)) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters ssl = getSSLContext().getDefaultSSLParameters();
            ssl.setNeedClientAuth(asksClients);
            parameters.setSSLParameters(ssl);
          }
        });
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          ExtendedSSLSession session =
              (ExtendedSSLSession) ((HttpsExchange) exchange).getSSLSession();
          String told = session.getRequestedServerNames() + " " + client(session) + " over TLS\n";
          byte[] body = told.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static String client(ExtendedSSLSession session) {
    try {
      return session.getPeerPrincipal().getName();
    } catch (SSLPeerUnverifiedException e) {
      return "nobody";
    }
  }

  private static TestGateway gateway(HttpsServer server, String tls) {
    return TestGateway.over("orders", server.getAddress().getPort())
        .start("upstream-tls: {" + tls + "}\n" + ROUTE);
  }

  private static String get(TestGateway gateway) {
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(GET);
      return client.readUntil("over TLS\n");
    }
  }

  private static String refused(TestGateway gateway) {
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(GET);
      // A handshake that no one answers takes until the time to connect is over.
      client.readUntil("\r\n\r\n");
      return client.readUntilSilent(200);
    }
  }

  @Test
  void callsEndpointsUnderTheNameOfTheService() throws Exception {
    HttpsServer server = server(authority.issue("own", "orders"), false);
    try (TestGateway gateway = gateway(server, "orders: {ca: " + authority.file() + "}")) {
      assertThat(get(gateway))
          .startsWith("HTTP/1.1 200")
          .contains("type=host_name (0), value=orders")
          .contains("nobody over TLS");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void trustsNoCertificateForAnotherHost() throws Exception {
    HttpsServer server = server(authority.issue("own", "billing.test"), false);
    String ca = "ca: " + authority.file();
    try (TestGateway gateway = gateway(server, "orders: {" + ca + "}")) {
      assertThat(refused(gateway)).startsWith("HTTP/1.1 502").doesNotContain("billing");
      gateway.reload("upstream-tls: {orders: {" + ca + ", server-name: billing.test}}\n" + ROUTE);
      assertThat(get(gateway)).startsWith("HTTP/1.1 200").contains("billing.test");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void trustsNoOtherAuthority() throws Exception {
    HttpsServer server = server(authority.issue("own", "orders"), false);
    try (TestGateway gateway = gateway(server, "orders: {ca: " + clients.file() + "}")) {
      assertThat(refused(gateway)).startsWith("HTTP/1.1 502");
    }
    // Without a file it is the JVM's own list that counts.
    try (TestGateway gateway = gateway(server, "orders: {}")) {
      assertThat(refused(gateway)).startsWith("HTTP/1.1 502");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void speaksTlsToNoOneElse() throws Exception {
    String ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    try (ScriptedOrigin plain = ScriptedOrigin.answering(ok);
        TestGateway gateway =
            TestGateway.over("orders", plain.port())
                .start("upstream-tls: {billing: {}}\n" + ROUTE)) {
      assertThat(refused(gateway)).startsWith("HTTP/1.1 200");
      String quick = "services: {orders: {connect-timeout: 500ms}}\n";
      gateway.reload("upstream-tls: {\"*\": {}}\n" + quick + ROUTE);
      // The endpoint does not speak TLS: nothing falls back to plain text.
      String seen = plain.seen();
      assertThat(refused(gateway)).startsWith("HTTP/1.1 50");
      assertThat(plain.seen().substring(seen.length())).doesNotContain("GET");
    }
  }

  @Test
  void showsItsOwnCertificateAndFollowsTheFiles() throws Exception {
    HttpsServer server = server(authority.issue("own", "orders"), true);
    String ca = "ca: " + authority.file();
    Issued own = clients.issue("gateway-1");
    try (TestGateway gateway = gateway(server, "orders: {" + ca + "}")) {
      assertThat(refused(gateway)).startsWith("HTTP/1.1 502");
      String settings =
          "upstream-tls: {orders: {%s, certificate: %s, key: %s}}\n%s"
              .formatted(ca, own.file(), own.keyFile(), ROUTE);
      gateway.reload(settings);
      assertThat(get(gateway)).contains("CN=gateway-1 over TLS");

      Issued next = clients.issue("gateway-2");
      Files.copy(next.file(), own.file(), StandardCopyOption.REPLACE_EXISTING);
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> gateway.log().contains("is not that of the certificate"));
      assertThat(get(gateway)).contains("CN=gateway-1 over TLS");
      Files.copy(next.keyFile(), own.keyFile(), StandardCopyOption.REPLACE_EXISTING);
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> get(gateway).contains("CN=gateway-2 over TLS"));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void goesToAnotherEndpointWhenOneIsGone() throws Exception {
    HttpsServer server = server(authority.issue("own", "orders"), false);
    HttpsServer gone = server(authority.issue("other", "orders"), false);
    gone.stop(0);
    try (TestGateway gateway =
        TestGateway.over("orders", gone.getAddress().getPort(), server.getAddress().getPort())
            .start("upstream-tls: {orders: {ca: " + authority.file() + "}}\n" + ROUTE)) {
      for (int i = 0; i < 4; i++) {
        assertThat(get(gateway)).startsWith("HTTP/1.1 200");
      }
    } finally {
      server.stop(0);
    }
  }

  @Test
  void sendsTokensOnlyThatWay() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "secret-token");
    String services = "services: {orders: {token: {file: " + token + "}}}\n";
    HttpsServer server = server(authority.issue("own", "orders"), false);
    server.createContext(
        "/x",
        exchange -> {
          byte[] body =
              (exchange.getRequestHeaders().getFirst("authorization") + " over TLS\n")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    String secured = "upstream-tls: {orders: {ca: " + authority.file() + "}}\n";
    try (TestGateway gateway =
        TestGateway.over("orders", server.getAddress().getPort())
            .start(secured + services + ROUTE)) {
      // The file is read once it is needed, beside the event loop.
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> refused(gateway).contains("Bearer secret-token over TLS"));
    } finally {
      server.stop(0);
    }
    String ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    try (ScriptedOrigin plain = ScriptedOrigin.answering(ok);
        TestGateway gateway = TestGateway.over("orders", plain.port()).start(services + ROUTE)) {
      assertThat(refused(gateway)).startsWith("HTTP/1.1 50");
      assertThat(plain.seen()).isEmpty();
    }
  }

  @Test
  void carriesWebSocketsAndTheirEnds() throws Exception {
    SSLContext context = context(authority.issue("own", "orders"), clients);
    try (SSLServerSocket listening =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      threads.execute(() -> agree(listening));
      try (TestGateway gateway =
              TestGateway.over("orders", listening.getLocalPort())
                  .start("upstream-tls: {orders: {ca: " + authority.file() + "}}\n" + ROUTE);
          RawClient client = new RawClient(gateway.port())) {
        client.send(ASK);
        assertThat(client.readUntil("early")).startsWith("HTTP/1.1 101").endsWith("early");
        client.send("x".repeat(300_000));
        client.finish();
        assertThat(client.readUntilClosed(10_000)).endsWith("got 300000");
        assertThat(client.isClosed()).isTrue();
      }
    }
  }

  private static void agree(SSLServerSocket listening) {
    try (SSLSocket socket = (SSLSocket) listening.accept()) {
      InputStream in = socket.getInputStream();
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) in.read());
      }
      String agreement =
          "HTTP/1.1 101 OK\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\nearly";
      socket.getOutputStream().write(agreement.getBytes(StandardCharsets.ISO_8859_1));
      int all = in.readAllBytes().length;
      socket.getOutputStream().write(("got " + all).getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "orders: {ca: /gone.pem}|upstream-tls.orders.ca: /gone.pem: no such file",
        "orders: {certificate: CA}|upstream-tls.orders.certificate",
        "orders: {key: CA}|certificate is missing",
        "orders: {server-name: 'a b'}|\"a b\" is not a host name",
        "orders: {min-version: 1.0}|\"1.0\" is not a version that is spoken",
        "orders: {trust-all: true}|unknown key",
        "orders: yes|is not a map",
      })
  void tellsInOneLineWhatIsWrong(String tls, String told) {
    String settings = tls.replace("CA", authority.file().toString());
    List<String> lines = List.of("gateway.yaml:", told);
    assertThatThrownBy(
            () -> TestGateway.over("orders", 1).start("upstream-tls: {" + settings + "}\n" + ROUTE))
        .satisfies(e -> assertThat(e.getMessage()).contains(lines).doesNotContain("\n"));
  }
}
