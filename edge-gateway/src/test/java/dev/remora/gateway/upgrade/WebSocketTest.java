package dev.remora.gateway.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.remora.gateway.TestGateway;
import dev.remora.gateway.testing.Authority;
import dev.remora.gateway.testing.Authority.Issued;
import dev.remora.gateway.testing.TlsClient;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The JDK's client and the server of Vert.x, with the gateway between them. */
@Timeout(60)
class WebSocketTest {
  private static final String ROUTE = "routes: [{name: all, to: chat}]\n";

  private final Vertx vertx = Vertx.vertx();
  private int port;

  @BeforeEach
  void start() throws Exception {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost("127.0.0.1")
            .setPort(0)
            .addWebSocketSubProtocol("soap")
            .setPerMessageWebSocketCompressionSupported(true)
            .setMaxWebSocketFrameSize(2 << 20)
            .setMaxWebSocketMessageSize(16 << 20);
    HttpServer server =
        vertx
            .createHttpServer(options)
            .webSocketHandshakeHandler(
                handshake -> {
                  if (handshake.path().equals("/closed")) {
                    handshake.reject(403);
                  } else {
                    handshake.accept();
                  }
                })
            .webSocketHandler(
                socket -> {
                  socket.textMessageHandler(
                      text -> {
                        if (text.equals("bye")) {
                          socket.close((short) 4001, "as you wish");
                        } else {
                          socket.writeTextMessage(text);
                        }
                      });
                  socket.binaryMessageHandler(socket::writeBinaryMessage);
                });
    port = server.listen().toCompletionStage().toCompletableFuture().get().actualPort();
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private static WebSocket connect(HttpClient client, String uri, Received received) {
    return client
        .newWebSocketBuilder()
        .subprotocols("soap")
        .connectTimeout(Duration.ofSeconds(10))
        .buildAsync(URI.create(uri), received)
        .join();
  }

  private static void converse(WebSocket socket, Received received) throws Exception {
    assertThat(socket.getSubprotocol()).isEqualTo("soap");
    socket.sendText("hello", true).join();
    assertThat(received.next()).isEqualTo("text hello");
    socket.sendText("in ", false).join();
    socket.sendText("two", true).join();
    assertThat(received.next()).isEqualTo("text in two");
    socket.sendBinary(ByteBuffer.allocate(1 << 20), true).join();
    assertThat(received.next()).isEqualTo("binary " + (1 << 20));
    socket.sendPing(ByteBuffer.wrap(new byte[] {7})).join();
    assertThat(received.next()).isEqualTo("pong 7");
    socket.sendText("bye", true).join();
    assertThat(received.next()).isEqualTo("close 4001 as you wish");
  }

  @Test
  void converses() throws Exception {
    try (TestGateway gateway = TestGateway.over("chat", port).start(ROUTE)) {
      Received received = new Received();
      HttpClient client = HttpClient.newHttpClient();
      converse(connect(client, "ws://127.0.0.1:" + gateway.port() + "/chat", received), received);
    }
  }

  @Test
  void conversesOverTls(@TempDir Path folder) throws Exception {
    Authority authority = new Authority(folder, "ca");
    Issued own = authority.issue("own", "localhost");
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, TlsClient.trust(authority), null);
    String listener =
        "listeners: [{address: 127.0.0.1, port: 0, tls: {certificates: [" + own.yaml() + "]}}]\n";
    try (TestGateway gateway = TestGateway.over("chat", port).start(listener + ROUTE)) {
      Received received = new Received();
      HttpClient client = HttpClient.newBuilder().sslContext(context).build();
      converse(connect(client, "wss://localhost:" + gateway.port() + "/chat", received), received);
    }
  }

  @Test
  void handsOnARefusal() {
    try (TestGateway gateway = TestGateway.over("chat", port).start(ROUTE)) {
      HttpClient client = HttpClient.newHttpClient();
      String uri = "ws://127.0.0.1:" + gateway.port() + "/closed";
      assertThatThrownBy(() -> connect(client, uri, new Received()))
          .hasCauseInstanceOf(WebSocketHandshakeException.class)
          .satisfies(
              e ->
                  assertThat(
                          ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode())
                      .isEqualTo(403));
    }
  }

  /** Keeps what comes. */
  private static final class Received implements WebSocket.Listener {
    private final BlockingQueue<String> all = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();
    private int bytes;

    String next() throws InterruptedException {
      return all.poll(10, TimeUnit.SECONDS);
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        all.add("text " + text);
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      bytes += data.remaining();
      if (last) {
        all.add("binary " + bytes);
        bytes = 0;
      }
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
      all.add("pong " + message.get());
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      all.add("close " + status + " " + reason);
      return null;
    }
  }
}
