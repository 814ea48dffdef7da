package dev.remora.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.remora.core.config.ConfigException;
import dev.remora.gateway.TestGateway;
import dev.remora.gateway.testing.RawClient;
import dev.remora.gateway.testing.ScriptedOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask the admin server what, and what is told. */
class AdminServerTest {
  private static final String TOKEN = "correct-horse-battery-staple";

  @TempDir static Path folder;
  private static ScriptedOrigin origin;
  private static TestGateway gateway;

  @BeforeAll
  static void start() throws IOException {
    origin = ScriptedOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
    Path token = Files.writeString(folder.resolve("token"), TOKEN + "\n");
    gateway =
        TestGateway.over("orders", origin.port())
            .start(
                "expose: [orders]\nadmin: {port: 0, hosts: [gateway.internal], token-file: "
                    + token
                    + "}\n");
  }

  @AfterAll
  static void stop() {
    gateway.close();
    origin.close();
  }

  private static String ask(String head) {
    return RawClient.exchange(gateway.adminPort(), head + "Connection: close\r\n\r\n");
  }

  private static String authorized(String method, String path, String host) {
    return ask(
        method
            + " "
            + path
            + " HTTP/1.1\r\nHost: "
            + host
            + "\r\nAuthorization: Bearer "
            + TOKEN
            + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/status",
        "/routes",
        "/services",
        "/config",
        "/errors",
        "/metrics",
        "/live",
        "/nothing"
      })
  void tellsNothingWithoutTheToken(String path) {
    assertThat(ask("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"))
        .startsWith("HTTP/1.1 401 ")
        .containsIgnoringCase("www-authenticate: Bearer ")
        .doesNotContain("orders");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer wrong",
        "Bearer ",
        "Bearer correct-horse-battery-stapl",
        "Bearer correct-horse-battery-staplee",
        "Basic correct-horse-battery-staple",
        "correct-horse-battery-staple"
      })
  void refusesAnotherToken(String authorization) {
    assertThat(
            ask(
                "GET /status HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: "
                    + authorization
                    + "\r\n"))
        .startsWith("HTTP/1.1 401 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1", "localhost", "LOCALHOST:9901", "[::1]:9901", "gateway.internal"})
  void answersToItsOwnNames(String host) {
    assertThat(authorized("GET", "/status", host)).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "gateway"})
  void refusesANameThatWasMadeToLeadHere(String host) {
    assertThat(authorized("GET", "/status", host))
        .startsWith("HTTP/1.1 421 ")
        .doesNotContain("registries");
  }

  @ParameterizedTest
  @CsvSource({
    "Origin: https://evil.example, 403",
    "Origin: null, 403",
    "Origin: http://localhost:1, 403",
    "Sec-Fetch-Site: cross-site, 403",
    "Origin: http://localhost, 200",
    "Sec-Fetch-Site: same-origin, 200"
  })
  void refusesPagesOfOtherSites(String header, int status) {
    assertThat(
            ask(
                "GET /status HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                    + TOKEN
                    + "\r\n"
                    + header
                    + "\r\n"))
        .startsWith("HTTP/1.1 " + status + " ")
        .doesNotContainIgnoringCase("access-control-");
  }

  @Test
  void saysItselfWhatBrowsersMayDoWithAnAnswer() {
    assertThat(authorized("GET", "/status", "localhost").toLowerCase(java.util.Locale.ROOT))
        .contains("content-security-policy: default-src 'none'; frame-ancestors 'none'\r\n")
        .contains("x-content-type-options: nosniff\r\n")
        .contains("x-frame-options: deny\r\n")
        .contains("cache-control: no-store\r\n")
        .contains("referrer-policy: no-referrer\r\n")
        .contains("cross-origin-resource-policy: same-origin\r\n");
  }

  @Test
  void tellsMethodsThatItDoesNotServe() {
    assertThat(authorized("POST", "/status", "localhost"))
        .startsWith("HTTP/1.1 405 ")
        .containsIgnoringCase("allow: GET\r\n");
    assertThat(authorized("GET", "/nothing", "localhost")).startsWith("HTTP/1.1 404 ");
    assertThat(authorized("HEAD", "/status", "localhost"))
        .startsWith("HTTP/1.1 200 ")
        .endsWith("\r\n\r\n");
  }

  @Test
  void readsNoLargeBody() {
    assertThat(
            RawClient.exchange(
                gateway.adminPort(),
                "POST /reload HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                    + TOKEN
                    + "\r\nContent-Length: 100000\r\n\r\n"
                    + "x".repeat(100_000)))
        .startsWith("HTTP/1.1 413 ");
  }

  @Test
  void tellsProbesWithoutATokenAndWhateverTheHost() {
    assertThat(ask("GET /healthz HTTP/1.1\r\nHost: probe\r\n"))
        .startsWith("HTTP/1.1 200 ")
        .endsWith("ok\n");
    assertThat(ask("GET /readyz HTTP/1.1\r\nHost: probe\r\n"))
        .startsWith("HTTP/1.1 200 ")
        .endsWith("ready\n");
  }

  @Test
  void tellsStatusRoutesAndServices() {
    AdminClient admin = new AdminClient(gateway);
    JsonObject status = admin.json("/status");
    assertThat(status.get("state").getAsString()).isEqualTo("ready");
    assertThat(status.getAsJsonArray("listeners").get(0).getAsString())
        .isEqualTo("127.0.0.1:" + gateway.port());
    assertThat(status.getAsJsonArray("registries").get(0).toString()).contains("\"state\":\"up\"");
    assertThat(status.getAsJsonObject("config").getAsJsonObject("last_reload").toString())
        .contains("\"result\":\"started\"");

    JsonObject route = admin.json("/routes").getAsJsonArray("routes").get(0).getAsJsonObject();
    assertThat(route.get("name").getAsString()).isEqualTo("orders");
    assertThat(route.get("match").getAsString()).contains("/orders");
    assertThat(route.getAsJsonArray("filters").get(0).getAsString())
        .isEqualTo("strip-prefix /orders");
    assertThat(route.getAsJsonArray("backends").get(0).toString())
        .contains("\"service\":\"orders\"")
        .contains("\"endpoints_in\":1");

    JsonObject service =
        admin.json("/services").getAsJsonArray("services").get(0).getAsJsonObject();
    assertThat(service.get("name").getAsString()).isEqualTo("orders");
    JsonObject endpoint = service.getAsJsonArray("endpoints").get(0).getAsJsonObject();
    assertThat(endpoint.get("port").getAsInt()).isEqualTo(origin.port());
    assertThat(endpoint.get("in").getAsBoolean()).isTrue();
  }

  @Test
  void tellsWhyAnEndpointIsOut() {
    ScriptedOrigin gone = ScriptedOrigin.answering("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n");
    try (gone;
        TestGateway half =
            TestGateway.over("orders", origin.port(), gone.port())
                .start(
                    "expose: [orders]\nadmin: {port: 0}\nservices: {orders: {balance: round-robin,"
                        + " outlier: {consecutive-failures: 2}}}\n")) {
      for (int i = 0; i < 40; i++) {
        RawClient.exchange(
            half.port(), "GET /orders/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      }
      JsonObject service =
          new AdminClient(half)
              .json("/services?service=orders")
              .getAsJsonArray("services")
              .get(0)
              .getAsJsonObject();
      assertThat(service.get("endpoints_in").getAsInt()).isEqualTo(1);
      JsonObject out =
          service.getAsJsonArray("endpoints").asList().stream()
              .map(endpoint -> endpoint.getAsJsonObject())
              .filter(endpoint -> !endpoint.get("in").getAsBoolean())
              .findFirst()
              .orElseThrow();
      assertThat(out.get("port").getAsInt()).isEqualTo(gone.port());
      assertThat(out.get("out").getAsString()).contains("ejected");
    }
  }

  @Test
  void makesATokenThatOnlyItsUserCanRead() throws IOException {
    Path file;
    try (TestGateway own = TestGateway.over("orders", origin.port()).start("admin: {port: 0}\n")) {
      String token = own.adminToken();
      assertThat(token).hasSizeGreaterThanOrEqualTo(43);
      file = AdminToken.defaultFile(own.adminPort());
      assertThat(file).content().isEqualTo(token + "\n");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(new AdminClient(own).get("/status").statusCode()).isEqualTo(200);
      assertThat(new AdminClient(own.adminPort(), TOKEN).get("/status").statusCode())
          .isEqualTo(401);
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void takesATokenThatWasChanged() throws IOException {
    Path file = Files.writeString(folder.resolve("rotated"), "the-first-of-the-tokens");
    try (TestGateway own =
        TestGateway.over("orders", origin.port())
            .start("admin: {port: 0, token-file: " + file + "}\n")) {
      AdminClient first = new AdminClient(own.adminPort(), "the-first-of-the-tokens");
      AdminClient second = new AdminClient(own.adminPort(), "the-second-of-all-the-tokens");
      assertThat(first.get("/status").statusCode()).isEqualTo(200);
      Files.writeString(file, "the-second-of-all-the-tokens");
      assertThat(first.get("/status").statusCode()).isEqualTo(401);
      assertThat(second.get("/status").statusCode()).isEqualTo(200);
      Files.delete(file);
      assertThat(second.get("/status").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void listensForOtherMachinesOnlyWithATokenOfTheOperators() {
    assertThatThrownBy(
            () -> TestGateway.over("orders", 1).start("admin: {address: 0.0.0.0, port: 0}\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(":3:18: admin.address: ")
        .hasMessageContaining("no token-file is set");
    try (TestGateway own =
        TestGateway.over("orders", origin.port())
            .start(
                "admin: {address: 0.0.0.0, port: 0, token-file: "
                    + folder.resolve("token")
                    + "}\n")) {
      assertThat(new AdminClient(own.adminPort(), TOKEN).get("/status").statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void doesNotStartWithATokenThatIsNone() throws IOException {
    Path weak = Files.writeString(folder.resolve("weak"), "123\n");
    assertThatThrownBy(
            () ->
                TestGateway.over("orders", 1).start("admin: {port: 0, token-file: " + weak + "}\n"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("shorter than 16 characters")
        .hasMessageNotContaining("123");
    assertThatThrownBy(
            () ->
                TestGateway.over("orders", 1)
                    .start("admin: {port: 0, token-file: " + folder.resolve("none") + "}\n"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("does not exist");
  }
}
