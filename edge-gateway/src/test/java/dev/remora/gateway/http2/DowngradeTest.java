package dev.remora.gateway.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.gateway.TestGateway;
import dev.remora.gateway.testing.FrameClient;
import dev.remora.gateway.testing.ScriptedOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What HTTP/2 can say and HTTP/1.1 would read otherwise: nothing of it reaches an endpoint (RFC
 * 9113, sections 8.1 to 8.3 and 10.3).
 */
class DowngradeTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
  private static final String SMUGGLED = "\r\n\r\nGET /smuggled HTTP/1.1\r\nhost: evil\r\n\r\n";

  private static ScriptedOrigin origin;
  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    origin = ScriptedOrigin.answering(OK);
    gateway =
        TestGateway.over("orders", origin.port())
            .start(
                "listeners: [{address: 127.0.0.1, port: 0, protocols: [h2c]}]\n"
                    + "routes: [{name: all, match: {prefix: /}, to: orders}]");
  }

  @AfterAll
  static void stop() {
    gateway.close();
    origin.close();
  }

  /** A good request with {@code fields} in addition. */
  private static Arguments with(String what, String... fields) {
    List<String> all =
        new ArrayList<>(
            List.of(
                ":method", "GET", ":scheme", "http", ":authority", "shop", ":path", "/refused"));
    all.addAll(List.of(fields));
    return Arguments.of(what, all.toArray(new String[0]));
  }

  /** A head of these fields alone. */
  private static Arguments only(String what, String... fields) {
    return Arguments.of(what, fields);
  }

  /** A good request with another value for one of its pseudo-headers. */
  private static Arguments but(String pseudo, String value) {
    List<String> all = new ArrayList<>();
    for (String[] each :
        new String[][] {
          {":method", "GET"}, {":scheme", "http"}, {":authority", "shop"}, {":path", "/refused"}
        }) {
      all.add(each[0]);
      all.add(each[0].equals(pseudo) ? value : each[1]);
    }
    return Arguments.of(pseudo + " \"" + printable(value) + "\"", all.toArray(new String[0]));
  }

  private static String printable(String text) {
    return text.replace("\r", "\\r").replace("\n", "\\n").replace("\0", "\\0");
  }

  static Stream<Arguments> malformed() {
    return Stream.of(
        with("CR LF in a value", "x-a", "b\r\nx-evil: 1"),
        with("a request in a value", "x-a", "b" + SMUGGLED),
        with("LF in a value", "x-a", "b\nx-evil: 1"),
        with("CR in a value", "x-a", "b\rc"),
        with("NUL in a value", "x-a", "b\0c"),
        with("a control character in a value", "x-a", "b\u0001c"),
        with("DEL in a value", "x-a", "b\u007fc"),
        with("a space before a value", "x-a", " b"),
        with("a space after a value", "x-a", "b "),
        with("a tab before a value", "x-a", "\tb"),
        with("an upper case name", "X-A", "b"),
        with("one upper case letter in a name", "x-A", "b"),
        with("a space in a name", "x a", "b"),
        with("a space after a name", "content-length ", "5"),
        with("a colon in a name", "x-a:b", "c"),
        with("a request in a name", "x-a: b" + SMUGGLED + "x", "c"),
        with("LF in a name", "x\na", "b"),
        with("NUL in a name", "x\0a", "b"),
        with("a name of other letters", "x-\u00e4", "b"),
        with("no name", "", "b"),
        with("transfer-encoding: chunked", "transfer-encoding", "chunked"),
        with("transfer-encoding: identity", "transfer-encoding", "identity"),
        with("Transfer-Encoding", "Transfer-Encoding", "chunked"),
        with("transfer-encoding and LF", "transfer-encoding\n", "chunked"),
        with("connection: close", "connection", "close"),
        with("connection: content-length", "connection", "content-length"),
        with("connection: transfer-encoding", "connection", "transfer-encoding"),
        with("keep-alive", "keep-alive", "timeout=5"),
        with("proxy-connection", "proxy-connection", "keep-alive"),
        with("upgrade", "upgrade", "websocket"),
        with("upgrade: h2c", "upgrade", "h2c"),
        with("te: gzip", "te", "gzip"),
        with("te: trailers, deflate", "te", "trailers, deflate"),
        with("content-length: +5", "content-length", "+5"),
        with("content-length: -1", "content-length", "-1"),
        with("content-length: 0x5", "content-length", "0x5"),
        with("content-length: 5, 5", "content-length", "5, 5"),
        with("content-length: nothing", "content-length", ""),
        with("content-length: 5 and a space", "content-length", "5 "),
        with("content-length: too long", "content-length", "18446744073709551621"),
        with("content-length twice, others", "content-length", "0", "content-length", "5"),
        with("content-length without a body", "content-length", "5"),
        with("host and another", "host", "evil"),
        with("host twice", "host", "shop", "host", "evil"),
        with("host twice, the same", "host", "shop", "host", "shop"),
        with("host of another port", "host", "shop:81"),
        with("host with CR LF", "host", "shop\r\nx-evil: 1"),
        with(":authority twice", ":authority", "evil"),
        with(":path twice", ":path", "/b"),
        with(":method twice", ":method", "POST"),
        with(":scheme twice", ":scheme", "https"),
        with("an unknown pseudo-header", ":x", "c"),
        with(":protocol", ":protocol", "websocket"),
        with(":status", ":status", "200"),
        but(":authority", "user@shop"),
        but(":authority", "shop/x"),
        but(":authority", "shop x"),
        but(":authority", "shop\r\nx-evil: 1"),
        but(":authority", "shop:80:81"),
        but(":authority", "shop:99999"),
        but(":authority", "[::1"),
        but(":authority", ""),
        but(":authority", "shop, evil"),
        but(":path", "/refused HTTP/1.1" + SMUGGLED),
        but(":path", "/refused b"),
        but(":path", "/refused\tb"),
        but(":path", "/refused\r\nx-evil: 1"),
        but(":path", "/refused\0"),
        but(":path", ""),
        but(":path", "refused"),
        but(":path", "http://evil/refused"),
        but(":path", "//evil@x/../../%2e%2e/refused\\b"),
        but(":path", "/refused#b"),
        but(":path", "/refused?b c"),
        but(":path", "/refused?b\u00e4"),
        but(":path", "*"),
        but(":method", "GET /smuggled HTTP/1.1\r\nx: "),
        but(":method", "GET "),
        but(":method", ""),
        but(":method", "G\u00c4T"),
        but(":method", "TRACE"),
        but(":scheme", "ftp"),
        but(":scheme", ""),
        but(":scheme", "https://evil/?"),
        but(":scheme", "http\r\nx-evil: 1"),
        only("no :method", ":scheme", "http", ":authority", "shop", ":path", "/refused"),
        only("no :scheme", ":method", "GET", ":authority", "shop", ":path", "/refused"),
        only("no :path", ":method", "GET", ":scheme", "http", ":authority", "shop"),
        only("no host at all", ":method", "GET", ":scheme", "http", ":path", "/refused"),
        only("nothing at all"),
        only("CONNECT", ":method", "CONNECT", ":authority", "shop:443"),
        only(
            "CONNECT with a path",
            ":method",
            "CONNECT",
            ":scheme",
            "http",
            ":authority",
            "shop:443",
            ":path",
            "/a"),
        only(
            "extended CONNECT",
            ":method",
            "CONNECT",
            ":protocol",
            "websocket",
            ":scheme",
            "http",
            ":authority",
            "shop",
            ":path",
            "/a"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void refuses(String what, String[] head) {
    try (FrameClient client = new FrameClient(gateway.port())) {
      FrameClient.Stream refused = client.headers(1, true, head).await(1);
      boolean told = refused.status() >= 400 && refused.status() != 404;
      assertThat(told || refused.reset() >= 0 || client.isClosed())
          .as(refused.head().toString())
          .isTrue();
      if (!client.isClosed()) {
        assertThat(client.get(3, "/good").await(3).status()).isEqualTo(200);
      }
      assertThat(origin.seen()).doesNotContain("smuggled", "evil", "refused");
    }
  }

  /** The body's length: what is told, and what comes. */
  static Stream<Arguments> lengths() {
    return Stream.of(
        Arguments.of("5", new String[] {"hell"}),
        Arguments.of("5", new String[] {"hello!"}),
        Arguments.of("5", new String[] {""}),
        Arguments.of("4", new String[] {"hello" + SMUGGLED}));
  }

  @ParameterizedTest(name = "content-length {0}")
  @MethodSource("lengths")
  void takesNoBodyOfAnotherLengthForComplete(String length, String[] pieces) {
    try (FrameClient client = new FrameClient(gateway.port())) {
      client.post(1, "/short", "content-length", length);
      for (int i = 0; i < pieces.length; i++) {
        client.data(1, pieces[i], i == pieces.length - 1);
      }
      FrameClient.Stream cut = client.await(1);
      assertThat(cut.reset() >= 0 || client.isClosed()).isTrue();
      assertThat(cut.status()).isZero();
      assertThat(client.get(3, "/good").await(3).status()).isEqualTo(200);
      assertThat(origin.seen()).doesNotContain("smuggled");
      // Nothing follows on a connection on which a body was left incomplete.
      for (String connection : origin.seenByConnection()) {
        int short0 = connection.indexOf("POST /short ");
        assertThat(short0 < 0 ? "" : connection.substring(short0 + 1))
            .doesNotContain("HTTP/1.1\r\nGET", "/good", "POST");
      }
    }
  }

  @Test
  void keepsWhatFollowsACompleteBodyToItself() {
    try (FrameClient client = new FrameClient(gateway.port())) {
      client.post(1, "/more", "content-length", "5").data(1, "hello", false);
      client.data(1, "POST /smuggled HTTP/1.1\r\n\r\n", true).await(1);
      client.post(5, "/none", "content-length", "0");
      client.data(5, "POST /smuggled HTTP/1.1\r\n\r\n", true).await(5);
      assertThat(client.get(7, "/good").await(7).status()).isEqualTo(200);
      assertThat(origin.seen()).doesNotContain("smuggled");
    }
  }

  @Test
  void takesNoBodyWithoutItsEndForComplete() {
    try (FrameClient client = new FrameClient(gateway.port())) {
      client.post(1, "/cut").data(1, "halfway", false);
      await().until(() -> origin.seen().contains("7\r\nhalfway\r\n"));
      int open = origin.open();
      client.reset(1, 8);
      await().until(() -> origin.open() < open);
      assertThat(client.get(3, "/good").await(3).status()).isEqualTo(200);
      assertThat(origin.seen()).doesNotContain("halfway\r\n0");
    }
  }

  @Test
  void doesNotPassOnTrailersThatAreNone() {
    for (String[] trailer :
        new String[][] {
          {":path", "/evil"},
          {"transfer-encoding", "chunked"},
          {"x-a", "b\r\nevil: 1"},
          {"X-A", "b"}
        }) {
      try (FrameClient client = new FrameClient(gateway.port())) {
        client.post(1, "/t").data(1, "trailed", false).headers(1, true, trailer);
        assertThat(client.await(1).status()).isZero();
        assertThat(origin.seen()).doesNotContain("evil", "trailed\r\n0");
      }
    }
  }

  @Test
  void joinsCookiesAndKeepsWhatIsGood() {
    try (FrameClient client = new FrameClient(gateway.port())) {
      client.headers(
          1,
          true,
          ":method",
          "GET",
          ":scheme",
          "http",
          ":authority",
          "shop:8080",
          ":path",
          "/c",
          "cookie",
          "a=1",
          "te",
          "trailers",
          "cookie",
          "b=2",
          "host",
          "shop:8080",
          "x-a",
          "b\u00e4");
      assertThat(client.await(1).status()).isEqualTo(200);
      assertThat(origin.seen().toLowerCase(Locale.ROOT))
          .contains("\r\ncookie: a=1; b=2\r\n", "\r\nhost: shop:8080\r\n", "\r\nx-a: b\u00e4\r\n");
    }
  }
}
