package dev.remora.gateway.auth.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.remora.core.config.Problems;
import dev.remora.gateway.TestGateway;
import dev.remora.gateway.cli.Cli;
import dev.remora.gateway.testing.RawClient;
import dev.remora.gateway.testing.ScriptedOrigin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that come with a key of the operator's. */
class ApiKeyTest {
  private static final String ACME = ApiKey.random();
  private static final String OLD = ApiKey.random();
  private static final String OTHER = ApiKey.random();

  @TempDir Path folder;
  private Path file;
  private final ScriptedOrigin origin =
      ScriptedOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
  private TestGateway gateway;

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("keys.yaml");
    Files.writeString(
        file,
        "keys:\n"
            + ("  - {name: acme, hash: \"" + ApiKey.hash(ACME) + "\", scopes: [orders.read],")
            + " expires: 2999-01-01, claims: {tier: gold}}\n"
            + ("  - {name: old, hash: \"" + ApiKey.hash(OLD) + "\", expires: 2020-01-01}\n"));
  }

  @AfterEach
  void close() {
    if (gateway != null) {
      gateway.close();
    }
    origin.close();
  }

  private void start(String more, String route) {
    gateway =
        TestGateway.over("orders", origin.port())
            .start(
                ("authentication: {partners: {api-keys: {file: " + file + more + "}}}\n")
                    + "routes: [{name: orders, to: orders, authentication: "
                    + route
                    + "}]\n");
  }

  private String get(String target, String headers) {
    return RawClient.exchange(
        gateway.port(),
        "GET " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + headers + "\r\n");
  }

  @Test
  void aKeyOpensTheRouteAndStaysHere() {
    start("", "partners");
    assertThat(get("/v1", "X-API-Key: " + ACME + "\r\n")).startsWith("HTTP/1.1 200 ");
    assertThat(origin.seen()).contains("GET /v1").doesNotContainIgnoringCase("x-api-key");
  }

  @Test
  void allElseIsRefused() {
    start("", "partners");
    assertThat(get("/", ""))
        .startsWith("HTTP/1.1 401 ")
        .containsIgnoringCase("www-authenticate: ApiKey realm=\"remora\"")
        .contains("\"code\":\"unauthenticated\"");
    for (String key :
        new String[] {OTHER, OLD, "", "x", ACME + "x", ApiKey.hash(ACME), "a".repeat(600)}) {
      assertThat(get("/", "X-API-Key: " + key + "\r\n"))
          .startsWith("HTTP/1.1 401 ")
          .contains("\"code\":\"invalid-credential\"");
    }
    String line = "X-API-Key: " + ACME + "\r\n";
    assertThat(get("/", line + line)).startsWith("HTTP/1.1 400 ");
    assertThat(get("/?x-api-key=" + ACME, "")).startsWith("HTTP/1.1 401 ");
    assertThat(origin.seen()).isEmpty();
  }

  @Test
  void scopesAndClaimsAreThoseOfTheFile() {
    start("", "{any-of: partners, scopes: [orders.read], claims: {tier: gold}}");
    assertThat(get("/", "X-API-Key: " + ACME + "\r\n")).startsWith("HTTP/1.1 200 ");
    gateway.close();
    start("", "{any-of: partners, scopes: [orders.write]}");
    assertThat(get("/", "X-API-Key: " + ACME + "\r\n")).startsWith("HTTP/1.1 403 ");
  }

  @Test
  void aParameterWhereThatIsAllowed() {
    start(", query: api_key, header: x-partner", "partners");
    assertThat(get("/v1?a=1&api_key=" + ACME + "&b=2", "")).startsWith("HTTP/1.1 200 ");
    assertThat(origin.seen()).contains("GET /v1?a=1&b=2 HTTP/1.1").doesNotContain("remora_");
    assertThat(get("/v2?api_key=" + ACME, "")).startsWith("HTTP/1.1 200 ");
    assertThat(origin.seen()).contains("GET /v2 HTTP/1.1").doesNotContain("remora_");
    assertThat(get("/?api_key=" + ACME, "X-Partner: " + ACME + "\r\n")).startsWith("HTTP/1.1 400 ");
    assertThat(get("/?api_key=" + ACME + "&api_key=" + ACME, "")).startsWith("HTTP/1.1 400 ");
    assertThat(get("/?my_api_key=" + ACME, "")).startsWith("HTTP/1.1 401 ");
  }

  @Test
  void theFileIsReadAnewAndABadOneIsNot() throws IOException {
    start("", "partners");
    String other = "  - {name: other, hash: \"" + ApiKey.hash(OTHER) + "\"}\n";
    Files.writeString(file, "keys:\n" + other);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> get("/", "X-API-Key: " + OTHER + "\r\n").startsWith("HTTP/1.1 200 "));
    assertThat(get("/", "X-API-Key: " + ACME + "\r\n")).startsWith("HTTP/1.1 401 ");
    Files.writeString(file, "keys:\n  - {name: other, hash: \"" + OTHER + "\"}\n");
    await().atMost(Duration.ofSeconds(10)).until(() -> gateway.log().contains("is no hash"));
    assertThat(gateway.log()).doesNotContain(OTHER).doesNotContain("remora_");
    assertThat(get("/", "X-API-Key: " + OTHER + "\r\n")).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "keys: [{name: a}]|keys.yaml:1:8: keys[0].hash: is missing; allowed: sha256:",
        "keys: [{name: a, hash: secret}]|keys.yaml:1:24: keys[0].hash: is no hash of a key; allowed:",
        "keys: [{hash: 'sha256:HASH'}]|keys.yaml:1:8: keys[0]: name is missing",
        "keys: [{name: a, hash: 'sha256:HASH', expires: soon}]"
            + "|keys.yaml:1:1: keys[0].expires: \"soon\" is not a date; allowed: 2027-01-31",
        "keys: [{name: a, hash: 'sha256:HASH', scope: x}]"
            + "|keys[0].scope: unknown key; did you mean keys[0].scopes?",
        "keys: [{name: a, hash: 'sha256:HASH'}, {name: b, hash: 'sha256:HASH'}]"
            + "|keys.yaml: a hash stands twice",
        "kees: []|keys.yaml: keys is missing",
      })
  void whatIsWrongWithAFile(String content, String line) {
    String text = content.replace("HASH", "0".repeat(64));
    String expected = line.replace("1:1: keys[0].expires", "1:108: keys[0].expires");
    assertThatThrownBy(
            () ->
                KeyTable.read("keys.yaml", text.getBytes(StandardCharsets.UTF_8), Problems.first()))
        .hasMessageContaining(expected);
  }

  @Test
  void theCommandMakesAKeyAndItsLine() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    Cli cli = new Cli(run -> 1, check -> List.of(), print, print);
    assertThat(
            cli.run(
                List.of("api-key", "acme", "--scopes", "orders.read,a", "--expires", "2999-01-31")))
        .isZero();
    String[] lines = out.toString(StandardCharsets.UTF_8).split("\n", -1);
    String key = lines[1];
    assertThat(key).matches("remora_[A-Za-z0-9_-]{43}");
    Files.writeString(file, "keys:\n" + lines[3] + "\n");
    start("", "{any-of: partners, scopes: [orders.read, a]}");
    assertThat(get("/", "X-API-Key: " + key + "\r\n")).startsWith("HTTP/1.1 200 ");
    assertThat(Files.readString(file)).doesNotContain(key.substring(7));
    out.reset();
    assertThat(cli.run(List.of("api-key"))).isEqualTo(Cli.USAGE);
    assertThat(cli.run(List.of("api-key", "a b"))).isEqualTo(Cli.USAGE);
    assertThat(cli.run(List.of("api-key", "a", "--expires", "soon"))).isEqualTo(Cli.USAGE);
    assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("remora_");
  }
}
