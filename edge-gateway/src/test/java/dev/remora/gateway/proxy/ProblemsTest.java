package dev.remora.gateway.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.remora.gateway.TestGateway;
import dev.remora.gateway.testing.Authority;
import dev.remora.gateway.testing.RawClient;
import dev.remora.gateway.testing.ScriptedOrigin;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever keeps a service from answering has a problem of its own, which tells no internals. */
class ProblemsTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
  private static final String UNAVAILABLE =
      "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";
  private static final String GET = "GET /secret-svc/ HTTP/1.1\r\nHost: shop\r\n\r\n";

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  private ScriptedOrigin origin(ScriptedOrigin.Script script) {
    ScriptedOrigin origin = new ScriptedOrigin(script);
    open.add(origin);
    return origin;
  }

  private static void readAll(InputStream in) throws IOException {
    in.transferTo(OutputStream.nullOutputStream());
  }

  /** A gateway before a service at {@code port} that has {@code settings}. */
  private TestGateway gateway(int port, String settings) {
    TestGateway gateway =
        TestGateway.over("secret-svc", port)
            .start("expose: [secret-svc]\nservices: {secret-svc: {" + settings + "}}\n");
    open.add(gateway);
    return gateway;
  }

  private String reply(int port, String settings) {
    return RawClient.exchange(gateway(port, settings).port(), GET);
  }

  /** Checks a problem as the client gets it. */
  private static void isProblem(String reply, int status, String code, int port) {
    assertThat(reply).startsWith("HTTP/1.1 " + status + " ");
    String head = reply.substring(0, reply.indexOf("\r\n\r\n") + 2);
    String body = reply.substring(head.length() + 2);
    assertThat(head)
        .containsIgnoringCase("\r\ncontent-type: application/problem+json\r\n")
        .containsIgnoringCase("\r\ncache-control: no-store\r\n");
    JsonObject problem = JsonParser.parseString(body).getAsJsonObject();
    assertThat(problem.get("code").getAsString()).isEqualTo(code);
    assertThat(problem.get("status").getAsInt()).isEqualTo(status);
    assertThat(problem.get("type").getAsString()).isEqualTo("tag:remora.dev,2026:problem:" + code);
    assertThat(problem.get("request_id").getAsString()).matches("[0-9a-f]{32}");
    assertThat(reply)
        .doesNotContain("127.0.0.1", "localhost", ":" + port, "secret-svc")
        .doesNotContain("Exception", "dev.remora", "io.netty", "io.vertx", "java.", "\tat ");
    if (status == 503 && !code.equals("no-endpoint")) {
      assertThat(head).containsPattern("(?i)\r\nretry-after: [1-9]\\d?\r\n");
    }
  }

  @Test
  void nobodyListens() {
    ScriptedOrigin gone = origin((in, out, self) -> readAll(in));
    gone.close();
    isProblem(reply(gone.port(), ""), 502, "connect-refused", gone.port());
  }

  /** A queue of connections that is full drops further ones without a word. */
  @Test
  void connectingTakesTooLong() throws IOException {
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), full.getLocalPort());
      for (int i = 0; i < 16; i++) {
        Socket socket = new Socket();
        open.add(socket);
        try {
          socket.connect(address, 200);
        } catch (java.net.SocketTimeoutException e) {
          break;
        }
      }
      String reply = reply(full.getLocalPort(), "connect-timeout: 300ms");
      isProblem(reply, 504, "connect-timeout", full.getLocalPort());
    }
  }

  @Test
  void breaksOffBeforeItAnswers() {
    ScriptedOrigin origin = origin((in, out, self) -> self.readRequest(in));
    isProblem(reply(origin.port(), ""), 502, "connection-reset", origin.port());
  }

  /** What is closed with bytes unread is reset. */
  @Test
  void resetsTheConnection() {
    ScriptedOrigin origin = origin((in, out, self) -> in.read());
    isProblem(reply(origin.port(), ""), 502, "connection-reset", origin.port());
  }

  @Test
  void answersNoHttp() {
    ScriptedOrigin origin =
        origin(
            (in, out, self) -> {
              self.readRequest(in);
              out.write("220 secret-svc ESMTP at 127.0.0.1\r\n\r\n".getBytes(US_ASCII));
              out.flush();
              readAll(in);
            });
    isProblem(reply(origin.port(), "timeout: 3s"), 502, "bad-response", origin.port());
  }

  @Test
  void answersNoTls() {
    ScriptedOrigin origin =
        origin(
            (in, out, self) -> {
              in.read();
              out.write(OK.getBytes(US_ASCII));
              out.flush();
              readAll(in);
            });
    isProblem(tlsReply(origin.port(), ""), 502, "tls-failed", origin.port());
  }

  @Test
  void hasACertificateThatIsNotTrusted(@TempDir Path folder) throws Exception {
    Authority trusted = new Authority(folder, "trusted");
    Authority.Issued issued = new Authority(folder, "other").issue("server", "secret-svc");
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    Certificate[] chain = {issued.certificate()};
    store.setKeyEntry("a", issued.keys().getPrivate(), new char[0], chain);
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, new char[0]);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    open.add(() -> server.stop(0));
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.start();
    int port = server.getAddress().getPort();
    isProblem(tlsReply(port, "ca: " + trusted.file()), 502, "tls-failed", port);
  }

  private String tlsReply(int port, String tls) {
    TestGateway gateway =
        TestGateway.over("secret-svc", port)
            .start("expose: [secret-svc]\nupstream-tls: {secret-svc: {" + tls + "}}\n");
    open.add(gateway);
    return RawClient.exchange(gateway.port(), GET);
  }

  @Test
  void anAttemptTakesTooLong() {
    ScriptedOrigin origin = origin((in, out, self) -> readAll(in));
    String reply = reply(origin.port(), "attempt-timeout: 300ms, timeout: 5s");
    isProblem(reply, 504, "attempt-timeout", origin.port());
  }

  @Test
  void theCallTakesTooLong() {
    ScriptedOrigin origin = origin((in, out, self) -> readAll(in));
    String reply = reply(origin.port(), "timeout: 300ms");
    isProblem(reply, 504, "call-timeout", origin.port());
  }

  @Test
  void theLastOfSeveralAttemptsIsCutShortByTheCall() {
    ScriptedOrigin origin = origin((in, out, self) -> readAll(in));
    String reply =
        reply(
            origin.port(),
            "attempt-timeout: 300ms, timeout: 500ms, retry: {attempts: 5, on: [timeout]}");
    isProblem(reply, 504, "call-timeout", origin.port());
    assertThat(origin.connections()).isEqualTo(2);
  }

  @Test
  void breaksOffInTheMiddleOfAResponse() {
    ScriptedOrigin origin =
        ScriptedOrigin.answeringOnce("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
    open.add(origin);
    try (RawClient client = new RawClient(gateway(origin.port(), "").port())) {
      client.send(GET);
      String reply = client.readUntilClosed(5_000);
      assertThat(client.isClosed()).as("cut off, so that half is not taken for all").isTrue();
      assertThat(reply).doesNotContain("problem");
    }
  }

  @Test
  void hasNoEndpoint() {
    ScriptedOrigin origin = origin((in, out, self) -> readAll(in));
    TestGateway gateway = TestGateway.over("other", origin.port()).start("expose: [secret-svc]\n");
    open.add(gateway);
    isProblem(RawClient.exchange(gateway.port(), GET), 503, "no-endpoint", origin.port());
  }

  @Test
  void hasFailedTooOften() {
    ScriptedOrigin origin = ScriptedOrigin.answering(UNAVAILABLE);
    open.add(origin);
    TestGateway gateway =
        gateway(origin.port(), "breaker: {failures: 50%, min-calls: 2, open: 30s}");
    for (int i = 0; i < 2; i++) {
      assertThat(RawClient.exchange(gateway.port(), GET)).doesNotContain("problem");
    }
    String reply = RawClient.exchange(gateway.port(), GET);
    isProblem(reply, 503, "breaker-open", origin.port());
    assertThat(reply).containsPattern("(?i)\r\nretry-after: (2[0-9]|30)\r\n");
  }

  @Test
  void hasAsManyRequestsAsItCanTake() {
    ScriptedOrigin origin = origin((in, out, self) -> readAll(in));
    TestGateway gateway = gateway(origin.port(), "concurrency: 1");
    try (RawClient first = new RawClient(gateway.port())) {
      first.send(GET);
      await().until(() -> origin.seen().contains("\r\n\r\n"));
      isProblem(RawClient.exchange(gateway.port(), GET), 503, "concurrency-limit", origin.port());
    }
    await().until(() -> origin.open() == 0);
  }

  @Test
  void turnsTooManyAway() {
    ScriptedOrigin origin = ScriptedOrigin.answering(UNAVAILABLE);
    open.add(origin);
    TestGateway gateway = gateway(origin.port(), "throttle: 1.1");
    String reply = "";
    try (RawClient client = new RawClient(gateway.port())) {
      for (int i = 0; i < 200; i++) {
        client.send(GET);
      }
      String all = client.readUntil("\"throttled\"");
      reply = all.substring(all.indexOf("HTTP/1.1 503 Service Unavailable\r\ncontent-type"));
      reply = reply.substring(0, reply.indexOf('}') + 1);
    }
    isProblem(reply, 503, "throttled", origin.port());
  }

  @Test
  void asksForATokenThatIsNotThere(@TempDir Path folder) {
    ScriptedOrigin origin = ScriptedOrigin.answering(OK);
    open.add(origin);
    Path file = folder.resolve("token");
    TestGateway gateway = gateway(origin.port(), "token: {file: " + file + ", allow-http: true}");
    isProblem(RawClient.exchange(gateway.port(), GET), 503, "no-token", origin.port());
    assertThat(origin.seen()).isEmpty();
    assertThat(Files.exists(file)).isFalse();
  }

  @Test
  void isNotThere() {
    ScriptedOrigin origin = ScriptedOrigin.answering(OK);
    open.add(origin);
    String reply =
        RawClient.exchange(
            gateway(origin.port(), "").port(), "GET /other HTTP/1.1\r\nHost: shop\r\n\r\n");
    isProblem(reply, 404, "no-route", origin.port());
  }

  @Test
  void isAPageForBrowsersAndTextForWhoWantsIt() {
    ScriptedOrigin origin = ScriptedOrigin.answering(OK);
    open.add(origin);
    int port = gateway(origin.port(), "").port();
    String none = "GET /other HTTP/1.1\r\nHost: shop\r\nAccept: ";
    assertThat(RawClient.exchange(port, none + "text/html,*/*;q=0.8\r\n\r\n"))
        .startsWith("HTTP/1.1 404 ")
        .containsIgnoringCase("\r\ncontent-type: text/html; charset=utf-8\r\n")
        .contains("<h1>No route</h1>");
    assertThat(RawClient.exchange(port, none + "text/plain\r\n\r\n"))
        .startsWith("HTTP/1.1 404 ")
        .containsIgnoringCase("\r\ncontent-type: text/plain; charset=utf-8\r\n")
        .contains("\r\n\r\n404 No route\n");
  }
}
