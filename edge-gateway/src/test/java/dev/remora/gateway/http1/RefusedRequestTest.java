package dev.remora.gateway.http1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.remora.gateway.TestGateway;
import dev.remora.gateway.testing.RawClient;
import dev.remora.gateway.testing.ScriptedOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests whose head is refused: the client is told why in problem+json, the connection ends, and
 * no origin sees a byte of it, nor of what was smuggled in behind it. The cases are those of RFC
 * 9112 and of the lists that servers are probed with.
 */
class RefusedRequestTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
  private static final String HOST = "Host: shop\r\n";
  private static final String SMUGGLED = "GET /orders/smuggled HTTP/1.1\r\nHost: shop\r\n\r\n";

  private static ScriptedOrigin origin;
  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    origin = ScriptedOrigin.answering(OK);
    gateway = TestGateway.over("orders", origin.port()).start("expose: [orders]");
  }

  @AfterAll
  static void stop() {
    gateway.close();
    origin.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"lines", "headers", "lengths", "codings", "hosts", "tooLarge"})
  void isAnsweredAndSeenByNoOrigin(String name, String request, String code) {
    int before = origin.mark();
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(request + SMUGGLED);
      String reply = client.readUntilClosed(5_000);
      int status = Integer.parseInt(code.substring(0, 3));
      assertThat(reply).as(name).startsWith("HTTP/1.1 " + status + " ");
      assertThat(reply).containsIgnoringCase("content-type: application/problem+json");
      assertThat(reply).contains("\"code\":\"" + code.substring(4) + "\"");
      assertThat(reply).containsIgnoringCase("connection: close");
      assertThat(reply.split("HTTP/1.1 [0-9]{3} ", -1)).as("one reply").hasSize(2);
      assertThat(client.isClosed()).isTrue();
    }
    assertThat(origin.since(before)).isEmpty();
  }

  private static Arguments line(String name, String line, String code) {
    return arguments("line: " + name, line + "\r\n" + HOST + "\r\n", code);
  }

  static Stream<Arguments> lines() {
    String bad = "400 bad-request-line";
    return Stream.of(
        line("no target", "GET HTTP/1.1", bad),
        line("no target, two spaces", "GET  HTTP/1.1", bad),
        line("no version (HTTP/0.9)", "GET /orders/", bad),
        line("two spaces after the method", "GET  /orders/ HTTP/1.1", bad),
        line("two spaces after the target", "GET /orders/  HTTP/1.1", bad),
        line("space at the end", "GET /orders/ HTTP/1.1 ", bad),
        line("space in the target", "GET /orders/a b HTTP/1.1", bad),
        line("tab for a space", "GET\t/orders/\tHTTP/1.1", bad),
        line("tab in the target", "GET /orders/\ta HTTP/1.1", bad),
        line("vertical tab for a space", "GET\u000b/orders/ HTTP/1.1", bad),
        line("white space in front", " GET /orders/ HTTP/1.1", bad),
        line("only white space", "   ", bad),
        line("method with a colon", "GE:T /orders/ HTTP/1.1", bad),
        line("method in brackets", "G[E]T /orders/ HTTP/1.1", bad),
        line("NUL in the method", "GE\0T /orders/ HTTP/1.1", bad),
        line("non-ASCII in the method", "G\u00c9T /orders/ HTTP/1.1", bad),
        line("small letters", "get /orders/ HTTP/1.1", "501 method-not-supported"),
        line("mixed letters", "Get /orders/ HTTP/1.1", "501 method-not-supported"),
        line("long method", "A".repeat(60) + " /orders/ HTTP/1.1", "501 method-not-supported"),
        line("NUL in the target", "GET /orders/\0 HTTP/1.1", bad),
        line("DEL in the target", "GET /orders/\u007f HTTP/1.1", bad),
        line("control in the target", "GET /orders/\u0001 HTTP/1.1", bad),
        line("bare CR in the target", "GET /orders/\ra HTTP/1.1", bad),
        line("non-ASCII in the target", "GET /orders/\u00e9 HTTP/1.1", "400 bad-target"),
        line("overlong UTF-8 in the target", "GET /orders/\u00c0\u00af HTTP/1.1", "400 bad-target"),
        line("fragment", "GET /orders/#a HTTP/1.1", "400 bad-target"),
        line("fragment after a query", "GET /orders/?a#b HTTP/1.1", "400 bad-target"),
        line("relative target", "GET orders/ HTTP/1.1", "400 bad-target"),
        line("backslash in front", "GET \\orders HTTP/1.1", "400 bad-target"),
        line("query alone", "GET ?a=b HTTP/1.1", "400 bad-target"),
        line("asterisk with GET", "GET * HTTP/1.1", "400 bad-target"),
        line("asterisk with something", "OPTIONS *a HTTP/1.1", "400 bad-target"),
        line("authority form with GET", "GET shop:80 HTTP/1.1", "400 bad-target"),
        line("another scheme", "GET ftp://shop/orders/ HTTP/1.1", "400 bad-target"),
        line("file scheme", "GET file:///etc/passwd HTTP/1.1", "400 bad-target"),
        line("no authority", "GET http:///orders/ HTTP/1.1", "400 bad-target"),
        line("scheme without slashes", "GET http:/orders/ HTTP/1.1", "400 bad-target"),
        line("version 2.0", "GET /orders/ HTTP/2.0", "505 bad-version"),
        line("version 3.0", "GET /orders/ HTTP/3.0", "505 bad-version"),
        line("version 0.9", "GET /orders/ HTTP/0.9", "505 bad-version"),
        line("version 1.2", "GET /orders/ HTTP/1.2", "505 bad-version"),
        line("version 9.9", "GET /orders/ HTTP/9.9", "505 bad-version"),
        line("HTTP/2 preface", "PRI * HTTP/2.0", "505 bad-version"),
        line("no minor version", "GET /orders/ HTTP/1", bad),
        line("no minor version after the point", "GET /orders/ HTTP/1.", bad),
        line("zeros in front", "GET /orders/ HTTP/01.01", bad),
        line("three parts", "GET /orders/ HTTP/1.1.1", bad),
        line("ten", "GET /orders/ HTTP/1.10", bad),
        line("comma", "GET /orders/ HTTP/1,1", bad),
        line("space in the version", "GET /orders/ HTTP/ 1.1", bad),
        line("space around the point", "GET /orders/ HTTP/1 .1", bad),
        line("signed version", "GET /orders/ HTTP/+1.1", bad),
        line("small letters in the version", "GET /orders/ http/1.1", bad),
        line("another protocol", "GET /orders/ HTTPS/1.1", bad),
        line("another protocol of the same length", "GET /orders/ ICAP/1.1", bad),
        line("no slash", "GET /orders/ HTTP1.1", bad),
        arguments(
            "line: two empty lines in front", "\r\n\r\nGET /orders/ HTTP/1.1\r\n" + HOST, bad),
        arguments(
            "line: bare LF in front", "\nGET /orders/ HTTP/1.1\r\n" + HOST, "400 bad-line-end"),
        arguments("line: bare LF", "GET /orders/ HTTP/1.1\n" + HOST + "\r\n", "400 bad-line-end"),
        arguments(
            "line: only bare LF", "GET /orders/ HTTP/1.1\nHost: shop\n\n", "400 bad-line-end"),
        arguments("line: bare CR", "GET /orders/ HTTP/1.1\rHost: shop\r\r", bad),
        arguments("line: CR CR LF", "GET /orders/ HTTP/1.1\r\r\n" + HOST + "\r\n", bad),
        arguments("line: a TLS handshake", "\u0016\u0003\u0001\u0002\u0000\u0001", bad),
        arguments("line: octets of all kinds", "\u0080\u0001\u00ff\u00fe\u0000\u0013\r\n", bad),
        arguments("line: a response", "HTTP/1.1 200 OK\r\n" + HOST + "\r\n", bad));
  }

  private static Arguments header(String name, String header, String code) {
    return arguments(
        "header: " + name, "GET /orders/ HTTP/1.1\r\n" + HOST + header + "\r\n\r\n", code);
  }

  static Stream<Arguments> headers() {
    String bad = "400 bad-header";
    List<Arguments> all = new ArrayList<>();
    for (char c : "\"(),/;<=>?@[\\]{} \t\u0000\u0001\u007f\u0080\u00e9\u000b\f".toCharArray()) {
      all.add(header("octet " + (int) c + " in the name", "X" + c + "A: 1", bad));
    }
    for (char c : "\u0000\u0001\u0007\b\u000b\f\u000e\u001b\u001f\u007f\r".toCharArray()) {
      all.add(header("octet " + (int) c + " in the value", "X-A: b" + c + "c", bad));
    }
    all.addAll(
        List.of(
            header("space before the colon", "X-A : 1", bad),
            header("tab before the colon", "X-A\t: 1", bad),
            header("space before the colon of a length", "Content-Length : 5", bad),
            header("space before the colon of a coding", "Transfer-Encoding : chunked", bad),
            header("empty name", ": 1", bad),
            header("only a colon", ":", bad),
            header("no colon", "X-A", bad),
            header("no colon but a space", "X-A 1", bad),
            header("folded", "X-A: 1\r\n b", bad),
            header("folded with a tab", "X-A: 1\r\n\tb", bad),
            header("folded coding", "Transfer-Encoding:\r\n chunked", bad),
            header("folded length", "Content-Length:\r\n 5", bad),
            header("a line of white space", "X-A: 1\r\n  ", bad),
            header("bare LF", "X-A: 1\nX-B: 2", "400 bad-line-end"),
            header(
                "bare LF before a coding",
                "X-A: 1\nTransfer-Encoding: chunked",
                "400 bad-line-end"),
            header("bare CR before a coding", "X-A: 1\rTransfer-Encoding: chunked", bad),
            header("CR CR LF", "X-A: 1\r", bad),
            arguments(
                "header: white space before the first",
                "GET /orders/ HTTP/1.1\r\n Host: shop\r\n\r\n",
                bad),
            arguments(
                "header: bare LF at the end of the head",
                "GET /orders/ HTTP/1.1\r\n" + HOST + "\n",
                "400 bad-line-end")));
    return all.stream();
  }

  private static Arguments length(String name, String headers) {
    return arguments(
        "length: " + name,
        "POST /orders/ HTTP/1.1\r\n" + HOST + headers + "\r\n\r\n",
        "400 bad-length");
  }

  static Stream<Arguments> lengths() {
    List<Arguments> all = new ArrayList<>();
    for (String value :
        List.of(
            "",
            "a",
            "+5",
            "-5",
            "-0",
            "5.0",
            "5,",
            ",5",
            "5,5",
            "5, 5",
            "5, 6",
            "5 5",
            "5;",
            "0x5",
            "5h",
            "0o5",
            "1e1",
            "1_0",
            "\"5\"",
            "00",
            "05",
            "0200",
            "0000000000000000005",
            "\u00b2",
            "\u0665",
            "9223372036854775807",
            "9223372036854775808",
            "18446744073709551616",
            "9".repeat(40))) {
      all.add(length("'" + value + "'", "Content-Length: " + value));
    }
    all.add(length("twice, different", "Content-Length: 5\r\nContent-Length: 6"));
    all.add(length("twice, the same", "Content-Length: 5\r\nContent-Length: 5"));
    all.add(length("twice, in other letters", "Content-Length: 0\r\ncontent-length: 5"));
    all.add(length("with an underscore", "Content_Length: 5"));
    all.add(length("with an underscore beside it", "Content-Length: 5\r\nContent_Length: 6"));
    all.add(length("and coding", "Content-Length: 5\r\nTransfer-Encoding: chunked"));
    all.add(length("after a coding", "Transfer-Encoding: chunked\r\nContent-Length: 5"));
    all.add(length("of zero, and coding", "Content-Length: 0\r\nTransfer-Encoding: chunked"));
    all.add(length("and a coding of none", "Content-Length: 5\r\nTransfer-Encoding: identity"));
    all.add(length("and an empty coding", "Content-Length: 5\r\nTransfer-Encoding:"));
    return all.stream();
  }

  private static Arguments coding(String headers, String code) {
    return arguments(
        "coding: " + headers.replace("\r\n", " | "),
        "POST /orders/ HTTP/1.1\r\n" + HOST + headers + "\r\n\r\n0\r\n\r\n",
        code);
  }

  static Stream<Arguments> codings() {
    List<Arguments> all = new ArrayList<>();
    for (String value :
        List.of(
            "",
            "xchunked",
            "chunkedx",
            "chunk",
            "identity",
            "none",
            "cow",
            "chunked, chunked",
            "chunked,chunked",
            "chunked,",
            ",chunked",
            ", chunked",
            "chunked, identity",
            "identity, chunked",
            "chunked, gzip",
            "chunked;a=b",
            "chunked ;",
            "\"chunked\"",
            "'chunked'",
            "chun ked",
            "chunked chunked",
            "chunked\u00a0",
            "\u00a0chunked",
            "chunked;q=0.5",
            "chu\u00e9nked",
            "c\u212aunked")) {
      all.add(coding("Transfer-Encoding: " + value, "400 bad-length"));
    }
    all.add(coding("Transfer-Encoding: chunked\u000b", "400 bad-header"));
    all.add(coding("Transfer-Encoding: \u000bchunked", "400 bad-header"));
    all.add(coding("Transfer-Encoding: chunked\f", "400 bad-header"));
    all.add(coding("Transfer-Encoding: \0chunked", "400 bad-header"));
    all.add(coding("Transfer-Encoding: chunked\0", "400 bad-header"));
    all.add(coding("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "400 bad-length"));
    all.add(coding("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", "400 bad-length"));
    all.add(coding("Transfer-Encoding: identity\r\nTransfer-Encoding: chunked", "400 bad-length"));
    all.add(coding("Transfer-Encoding: chunked\r\ntransfer-encoding: x", "400 bad-length"));
    all.add(coding("Transfer_Encoding: chunked", "400 bad-length"));
    all.add(coding("Transfer-Encoding: gzip", "501 bad-transfer-coding"));
    all.add(coding("Transfer-Encoding: gzip, chunked", "501 bad-transfer-coding"));
    all.add(coding("Transfer-Encoding: deflate, chunked", "501 bad-transfer-coding"));
    all.add(
        arguments(
            "coding: in HTTP/1.0",
            "POST /orders/ HTTP/1.0\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "400 bad-length"));
    all.add(
        arguments(
            "coding: in HTTP/1.0, kept alive",
            "POST /orders/ HTTP/1.0\r\n"
                + HOST
                + "Connection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "400 bad-length"));
    return all.stream();
  }

  private static Arguments host(String name, String line, String headers) {
    return arguments("host: " + name, line + "\r\n" + headers + "\r\n", "400 bad-host");
  }

  static Stream<Arguments> hosts() {
    String get = "GET /orders/ HTTP/1.1";
    String absolute = "GET http://shop/orders/ HTTP/1.1";
    List<Arguments> all = new ArrayList<>();
    all.add(host("none", get, ""));
    all.add(host("none, but in the target", absolute, ""));
    all.add(host("two", get, "Host: shop\r\nHost: other\r\n"));
    all.add(host("the same twice", get, "Host: shop\r\nHost: shop\r\n"));
    all.add(host("two in HTTP/1.0", "GET /orders/ HTTP/1.0", "Host: shop\r\nHost: other\r\n"));
    all.add(host("none in HTTP/1.0", "GET /orders/ HTTP/1.0", ""));
    all.add(host("another than in the target", absolute, "Host: other\r\n"));
    all.add(host("another port than in the target", absolute, "Host: shop:81\r\n"));
    all.add(host("user in the target", "GET http://a@shop/orders/ HTTP/1.1", "Host: a@shop\r\n"));
    for (String value :
        List.of(
            "",
            "a b",
            "a,b",
            "shop, other",
            "shop/",
            "shop/a",
            "/",
            "a@shop",
            "a:b@shop",
            "http://shop",
            "shop?a",
            "shop#a",
            "shop:",
            "shop:a",
            "shop:-1",
            "shop:+80",
            "shop:65536",
            "shop:999999",
            "shop:80:80",
            ":80",
            "shop:80 ,",
            "shop\\a",
            "sh\"op",
            "sh<op",
            "sh%6fp",
            "[::1",
            "::1",
            "[::1]a",
            "[::1]:a",
            "[]",
            "[g::1]",
            "shop\u00e9",
            "-shop",
            "shop..a",
            ".shop",
            "shop;a",
            "*",
            "a".repeat(300))) {
      all.add(
          host("'" + (value.length() > 40 ? "long" : value) + "'", get, "Host: " + value + "\r\n"));
    }
    return all.stream();
  }

  static Stream<Arguments> tooLarge() {
    String get = "GET /orders/ HTTP/1.1\r\n" + HOST;
    return Stream.of(
        arguments(
            "large: line",
            "GET /orders/" + "a".repeat(8 << 10) + " HTTP/1.1\r\n" + HOST + "\r\n",
            "414 long-target"),
        arguments(
            "large: line without an end", "GET /orders/" + "a".repeat(64 << 10), "414 long-target"),
        arguments(
            "large: value", get + "X-A: " + "a".repeat(32 << 10) + "\r\n\r\n", "431 large-headers"),
        arguments("large: name", get + "a".repeat(32 << 10) + ": a\r\n\r\n", "431 large-headers"),
        arguments(
            "large: value without an end",
            get + "X-A: " + "a".repeat(64 << 10),
            "431 large-headers"),
        arguments("large: many", get + "X-A: a\r\n".repeat(100) + "\r\n", "431 large-headers"),
        arguments(
            "large: all together",
            get + ("X-A: " + "a".repeat(990) + "\r\n").repeat(40) + "\r\n",
            "431 large-headers"));
  }
}
