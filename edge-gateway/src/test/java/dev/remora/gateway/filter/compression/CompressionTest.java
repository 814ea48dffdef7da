package dev.remora.gateway.filter.compression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.gateway.TestGateway;
import dev.remora.gateway.testing.RawClient;
import dev.remora.gateway.testing.ScriptedOrigin;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Responses that are compressed, and those that must not be. */
class CompressionTest {
  private static final String ON = "routes: [{name: a, to: a, compression: {}}]\n";
  private static final String TEXT = "{\"much\": \"of the same\"}\n".repeat(500);
  private static final String FIRST_EVENT =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\nd\r\ndata: first\n\n\r\n";
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @Test
  void areReadableAndShorter() throws Exception {
    try (ScriptedOrigin origin =
            origin("200 OK", "application/json; charset=utf-8", "ETag: \"v1\"", TEXT);
        TestGateway gateway = TestGateway.over("a", origin.port()).start(ON)) {
      HttpResponse<byte[]> reply = get(gateway, "gzip");
      assertThat(reply.headers().firstValue("content-encoding")).hasValue("gzip");
      assertThat(reply.headers().firstValue("vary")).hasValue("accept-encoding");
      assertThat(reply.headers().firstValue("etag")).hasValue("W/\"v1\"");
      assertThat(reply.headers().firstValue("content-length")).isEmpty();
      assertThat(reply.body().length).isLessThan(TEXT.length() / 10);
      assertThat(unzipped(reply.body())).isEqualTo(TEXT);
      HttpResponse<byte[]> plain = get(gateway, "br");
      assertThat(plain.headers().firstValue("content-encoding")).isEmpty();
      assertThat(plain.headers().firstValue("vary")).hasValue("accept-encoding");
      assertThat(plain.headers().firstValue("etag")).hasValue("\"v1\"");
      assertThat(new String(plain.body(), StandardCharsets.UTF_8)).isEqualTo(TEXT);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 OK|image/png|X-A: b",
        "200 OK|application/json|Content-Encoding: br",
        "200 OK|application/json|Cache-Control: public, No-Transform",
        "200 OK|application/json|Repr-Digest: sha-256=:AA==:",
        "206 Partial Content|application/json|Content-Range: bytes 0-1/2",
        "200 OK|application/jsonx|X-A: b",
      })
  void areLeftAloneWhereTheyMustBe(String status, String type, String header) throws Exception {
    try (ScriptedOrigin origin = origin(status, type, header, TEXT);
        TestGateway gateway = TestGateway.over("a", origin.port()).start(ON)) {
      HttpResponse<byte[]> reply = get(gateway, "gzip");
      assertThat(reply.headers().firstValue("content-encoding").orElse("")).isNotEqualTo("gzip");
      assertThat(new String(reply.body(), StandardCharsets.UTF_8)).isEqualTo(TEXT);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "text/html, true",
    "TEXT/HTML;charset=utf-8, true",
    "application/problem+json, true",
    "image/svg+xml, true",
    "application/wasm, true",
    "application/octet-stream, false",
    "application/grpc, false",
    "text, false"
  })
  void areTexts(String type, boolean compressed) throws Exception {
    try (ScriptedOrigin origin = origin("200 OK", type, "X-A: b", TEXT);
        TestGateway gateway = TestGateway.over("a", origin.port()).start(ON)) {
      assertThat(get(gateway, "gzip").headers().firstValue("content-encoding").isPresent())
          .isEqualTo(compressed);
    }
  }

  @Test
  void areNotShortOnesNorWithoutTheSetting() throws Exception {
    try (ScriptedOrigin brief = origin("200 OK", "text/plain", "X-A: b", "short");
        ScriptedOrigin origin = origin("200 OK", "text/plain", "X-A: b", TEXT);
        TestGateway gateway =
            TestGateway.over("a", brief.port())
                .and("b", origin.port())
                .start("expose: [b]\n" + ON)) {
      assertThat(get(gateway, "gzip").headers().firstValue("content-encoding")).isEmpty();
      assertThat(get(gateway, "gzip", "/b/").headers().firstValue("content-encoding")).isEmpty();
    }
  }

  @Test
  void areTheGatewaysOwnToo() throws Exception {
    try (TestGateway gateway =
        TestGateway.over("a", 1)
            .start(
                "routes: [{name: a, compression: {}, respond: {body: \""
                    + "again ".repeat(300)
                    + "\"}}]\n")) {
      HttpResponse<byte[]> reply = get(gateway, "gzip");
      assertThat(reply.headers().firstValue("content-encoding")).hasValue("gzip");
      assertThat(unzipped(reply.body())).isEqualTo("again ".repeat(300));
    }
  }

  @Test
  void areSentPieceByPieceAsTheyCome() throws Exception {
    CountDownLatch seen = new CountDownLatch(1);
    try (ScriptedOrigin origin =
            new ScriptedOrigin(
                (in, out, self) -> {
                  self.readRequest(in);
                  out.write(FIRST_EVENT.getBytes(StandardCharsets.ISO_8859_1));
                  out.flush();
                  try {
                    if (seen.await(10, TimeUnit.SECONDS)) {
                      out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                    }
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
        TestGateway gateway = TestGateway.over("a", origin.port()).start(ON);
        RawClient client = new RawClient(gateway.port())) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n");
      // What ends a flushed piece (RFC 1951, section 3.2.4: an empty stored block).
      assertThat(client.readUntil("\u0000\u0000\u00ff\u00ff"))
          .contains("content-encoding: gzip\r\n")
          .contains("\u0000\u0000\u00ff\u00ff")
          .doesNotEndWith("0\r\n\r\n");
      seen.countDown();
      assertThat(client.readUntil("\r\n0\r\n\r\n")).endsWith("\r\n0\r\n\r\n");
    }
  }

  private static ScriptedOrigin origin(String status, String type, String header, String body) {
    return ScriptedOrigin.answering(
        "HTTP/1.1 "
            + status
            + "\r\nContent-Type: "
            + type
            + "\r\n"
            + header
            + "\r\n"
            + "Content-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  private static HttpResponse<byte[]> get(TestGateway gateway, String accepted)
      throws IOException, InterruptedException {
    return get(gateway, accepted, "/");
  }

  private static HttpResponse<byte[]> get(TestGateway gateway, String accepted, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + gateway.port() + path);
    return CLIENT.send(
        HttpRequest.newBuilder(uri).header("Accept-Encoding", accepted).build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private static String unzipped(byte[] body) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
