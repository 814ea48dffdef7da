package dev.remora.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.core.security.TokenStatus.State;
import dev.remora.core.testing.ScriptedServer;
import dev.remora.core.testing.SentRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens of an authorization server that does what no real one can be made to. */
class MeshOAuth2Test extends WithTokens {
  private static final String SECRET = "s3cr3t+of/the=shop";
  private static final String REJECTED = "Remora rejected the call to orders: no token: ";

  private final AtomicInteger issued = new AtomicInteger();
  private volatile int expiresIn = 3600;

  private final ScriptedServer server =
      new ScriptedServer(
          (request, out) -> {
            out.write(token("t" + issued.incrementAndGet(), expiresIn));
            return true;
          });

  @AfterEach
  void leavesNoSecretBehind() {
    server.close();
    String all = log.lines() + " " + mesh.explain("http://orders/") + tokenStatus();
    assertThat(all)
        .doesNotContain(
            SECRET,
            "t1.",
            Base64.getEncoder().encodeToString(SECRET.getBytes(StandardCharsets.UTF_8)))
        .doesNotContain("s3cr3t", "tok3n");
  }

  private static byte[] token(String value, int expiresIn) {
    return ScriptedServer.answer(
        200,
        "Content-Type: application/json\r\n",
        "{\"access_token\":\"tok3n."
            + value
            + "\",\"token_type\":\"bearer\",\"expires_in\":"
            + expiresIn
            + "}");
  }

  private void startShop(String... more) throws IOException {
    List<String> settings = new ArrayList<>(shop());
    settings.addAll(List.of(more));
    start(1, settings.toArray(new String[0]));
  }

  private List<String> shop() {
    return List.of(
        "token.oauth2.token-endpoint=http://127.0.0.1:" + server.port() + "/token",
        "token.oauth2.client-id=sh:op",
        "token.oauth2.client-secret=" + SECRET);
  }

  private void answers(int status, String headers, String body) {
    server.script(
        (request, out) -> {
          out.write(ScriptedServer.answer(status, headers, body));
          return true;
        });
  }

  @Test
  void asksWithTheSecretAsAPassword() throws IOException {
    startShop("token.oauth2.scope=orders.write,orders.read", "token.oauth2.audience=orders api");
    await().until(() -> !mesh.status().services().isEmpty());
    assertThat(tokenStatus().state()).isEqualTo(State.IDLE);
    assertThat(server.requests()).as("nobody has called yet").isEmpty();
    assertThat(token(secure())).isEqualTo("tok3n.t1");
    assertThat(token(secure())).isEqualTo("tok3n.t1");
    assertThat(server.received()).hasSize(1);
    String basic =
        Base64.getEncoder()
            .encodeToString("sh%3Aop:s3cr3t%2Bof%2Fthe%3Dshop".getBytes(StandardCharsets.UTF_8));
    assertThat(server.received().get(0))
        .startsWith("POST /token HTTP/1.1\n")
        .containsIgnoringCase("\nAuthorization: Basic " + basic + "\n")
        .containsIgnoringCase("\nContent-Type: application/x-www-form-urlencoded")
        .endsWith(
            "\n\ngrant_type=client_credentials&scope=orders.read+orders.write&audience=orders+api");
    assertThat(tokenStatus())
        .hasToString(
            "oauth2 client sh:op at http://127.0.0.1:"
                + server.port()
                + "/token, valid, 3600s left, issued 1, failures 0");
  }

  @Test
  void asksWithTheSecretInTheForm() throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), SECRET + "\n");
    start(
        1,
        "token.oauth2.token-endpoint=http://127.0.0.1:" + server.port() + "/token",
        "token.oauth2.client-id=shop",
        "token.oauth2.client-secret-file=" + file,
        "token.oauth2.auth-method=client_secret_post");
    assertThat(token(secure())).isEqualTo("tok3n.t1");
    assertThat(server.received().get(0))
        .doesNotContainIgnoringCase("authorization")
        .endsWith("client_id=shop&client_secret=s3cr3t%2Bof%2Fthe%3Dshop");
  }

  @Test
  void aSecretMayBeInTheEnvironment() throws IOException {
    String path = System.getenv("HOME");
    start(
        1,
        "token.oauth2.token-endpoint=http://127.0.0.1:" + server.port() + "/token",
        "token.oauth2.client-id=shop",
        "token.oauth2.client-secret=env:HOME",
        "token.oauth2.auth-method=client_secret_post");
    assertThat(token(secure())).isEqualTo("tok3n.t1");
    assertThat(server.received().get(0)).endsWith("=" + path.replace("/", "%2F"));
    mesh.reload(
        config(
            folder.resolve("endpoints.yaml"),
            "token.oauth2.token-endpoint=http://127.0.0.1:" + server.port() + "/token",
            "token.oauth2.client-id=shop",
            "token.oauth2.client-secret=env:NO_SUCH_VARIABLE"));
    assertThat(secure().rejection())
        .isEqualTo(REJECTED + "the environment variable NO_SUCH_VARIABLE is not set");
  }

  @Test
  void aSingleRequestServesTenThousandCallers() throws Exception {
    CountDownLatch ready = new CountDownLatch(10_000);
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch all = new CountDownLatch(10_000);
    server.script(
        (request, out) -> {
          all.await(3, TimeUnit.SECONDS);
          out.write(token("t" + issued.incrementAndGet(), 3600));
          return true;
        });
    startShop();
    List<Thread> threads = new ArrayList<>();
    AtomicInteger good = new AtomicInteger();
    for (int i = 0; i < 10_000; i++) {
      Runnable caller =
          () -> {
            ready.countDown();
            awaitUninterruptibly(go);
            all.countDown();
            if (token(secure()).equals("tok3n.t1")) {
              good.incrementAndGet();
            }
          };
      Thread thread = new Thread(null, caller, "caller", 1 << 17);
      threads.add(thread);
      thread.start();
    }
    ready.await();
    go.countDown();
    for (Thread thread : threads) {
      thread.join(20_000);
    }
    assertThat(good).hasValue(10_000);
    assertThat(server.requests()).hasSize(1);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void servicesShareATokenThatIsTheSame() throws IOException {
    start(1);
    Files.writeString(
        folder.resolve("endpoints.yaml"),
        "endpoints: {orders: [127.0.0.1:1], stock: [127.0.0.1:2], users: [127.0.0.1:3]}");
    StringBuilder yaml =
        new StringBuilder("registry: file:" + folder + "/endpoints.yaml\nservices:\n");
    for (String service : new String[] {"orders", "stock", "users"}) {
      yaml.append("  ").append(service).append(":\n    token:\n      oauth2:\n");
      for (String setting : shop()) {
        yaml.append("        ")
            .append(setting.substring("token.oauth2.".length()).replaceFirst("=", ": "))
            .append('\n');
      }
      yaml.append("        scope: ")
          .append(service.equals("orders") ? "[b, a]" : service.equals("stock") ? "[a, b]" : "[a]")
          .append('\n');
    }
    Path file = Files.writeString(folder.resolve("remora.yaml"), yaml);
    mesh.close();
    mesh =
        Mesh.start(
            dev.remora.core.config.Config.load(
                "config=" + file, new java.util.Properties(), java.util.Map.of()),
            log.log());
    SentRequest request = SentRequest.SECURE_GET;
    assertThat(token(mesh.route("orders", request))).isEqualTo("tok3n.t1");
    assertThat(token(mesh.route("stock", request))).isEqualTo("tok3n.t1");
    assertThat(token(mesh.route("users", request))).isEqualTo("tok3n.t2");
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void refreshesBeforeATokenExpiresAndUsesTheOldOneUntilThen() throws IOException {
    expiresIn = 1;
    startShop();
    assertThat(token(secure())).isEqualTo("tok3n.t1");
    await().until(() -> issued.get() >= 3);
    await().until(() -> !token(secure()).equals("tok3n.t1"));
    assertThat(tokenStatus().waits()).as("only the first call waited").isEqualTo(1);
    answers(500, "", "down");
    await().until(() -> tokenStatus().failures() >= 2);
    MeshCall call = secure();
    assertThat(call.rejection()).as("the old one is good by the mesh's time").isNull();
    nanos.addAndGet(1_000 * MILLI);
    assertThat(secure().rejection()).isEqualTo(REJECTED + "it answers with 500");
    assertThat(log.lines().stream().filter(line -> line.contains("no new tokens")))
        .containsExactly(
            "no new tokens, those there are stay in use until they expire: oauth2 client sh:op at"
                + " http://127.0.0.1:"
                + server.port()
                + "/token: it answers with 500");
    server.script(
        (request, out) -> {
          out.write(token("again", 3600));
          return true;
        });
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> secure().rejection() == null && token(secure()).equals("tok3n.again"));
    assertThat(log.lines()).anyMatch(line -> line.startsWith("tokens come again: oauth2 client"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "500 | '' | no | it answers with 500",
        "503 | '' | {\"error\":\"x\"} | it answers with 503 x",
        "302 | 'Location: http://evil.example/' | '' | it answers with 302, and redirects are not followed",
        "200 | '' | <html> | it answers with no JSON object",
        "200 | '' | [] | it answers with no JSON object",
        "200 | '' | {\"access_token\":\"tok3n.x\",\"token_ | it answers with no JSON object",
        "200 | '' | {\"access_token\":\"tok3n.x\",\"token_type\":\"mac\"} | it answers with a token that is not of type Bearer",
        "200 | '' | {\"access_token\":\"tok3n.x\"} | it answers with a token that is not of type Bearer",
        "200 | '' | {\"access_token\":\"tok3n x\",\"token_type\":\"Bearer\"} | it answers with no access_token that can be sent",
        "200 | '' | {\"access_token\":7,\"token_type\":\"Bearer\",\"expires_in\":\"x\"} | it answers with an expires_in that is no number",
        "200 | '' | {\"access_token\":\"tok3n.x\",\"token_type\":\"Bearer\",\"expires_in\":0} | the token that was issued has expired already",
        "401 | '' | {\"error\":\"invalid_client\",\"error_description\":\"s3cr3t+of/the=shop is wrong, so is tok3n.0123456789abcdefghij\"} | it answers with 401 invalid_client (*** is wrong, so is ...)",
        "400 | '' | {\"error\":\"invalid_scope\"} | it answers with 400 invalid_scope",
      })
  void answersThatAreNoToken(int status, String header, String body, String why)
      throws IOException {
    answers(status, header.isEmpty() ? "" : header + "\r\n", body);
    startShop();
    assertThat(secure().rejection()).isEqualTo(REJECTED + why);
  }

  @Test
  void aHugeAnswerIsNotRead() throws IOException {
    server.script(
        (request, out) -> {
          out.write(
              "HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n{\"access_token\":\""
                  .getBytes(StandardCharsets.UTF_8));
          return true;
        });
    startShop();
    assertThat(secure().rejection())
        .isEqualTo(
            REJECTED + "it can't be reached: the answer has more than the 65536 bytes allowed");
  }

  @Test
  void aDeadServerCostsNoCallItsTime() throws IOException {
    server.close();
    startShop();
    assertThat(secure().rejection()).startsWith(REJECTED + "it can't be reached: ");
    long before = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      assertThat(secure().rejection()).startsWith(REJECTED + "it can't be reached: ");
    }
    assertThat(System.nanoTime() - before).isLessThan(2_000 * MILLI);
  }

  @Test
  void aSlowServerCostsTheFirstCallTimeoutOnce() throws IOException {
    server.script(
        (request, out) -> {
          Thread.sleep(20_000);
          return false;
        });
    startShop();
    mesh.reload(patient("700ms"));
    long before = System.nanoTime();
    assertThat(secure().rejection()).isEqualTo(REJECTED + "none has come in time");
    long first = System.nanoTime() - before;
    assertThat(first).isBetween(600 * MILLI, 5_000 * MILLI);
    before = System.nanoTime();
    assertThat(secure().rejection()).startsWith(REJECTED);
    assertThat(System.nanoTime() - before).isLessThan(500 * MILLI);
  }

  private dev.remora.core.config.Config patient(String timeout) {
    java.util.Properties properties = new java.util.Properties();
    properties.setProperty("remora.registry", "file:" + folder.resolve("endpoints.yaml"));
    properties.setProperty("remora.first-call-timeout", timeout);
    for (String setting : shop()) {
      int equals = setting.indexOf('=');
      properties.setProperty(
          "remora.services.orders." + setting.substring(0, equals), setting.substring(equals + 1));
    }
    return dev.remora.core.config.Config.load(null, properties, java.util.Map.of());
  }

  @Test
  void followsTheMetadataOfTheIssuer() throws IOException {
    String issuer = "http://127.0.0.1:" + server.port() + "/realms/a";
    server.script(
        (request, out) -> {
          if (request.contains("oauth-authorization-server")) {
            out.write(ScriptedServer.answer(404, "", ""));
          } else if (request.startsWith("GET")) {
            out.write(
                ScriptedServer.answer(
                    200,
                    "",
                    "{\"issuer\":\""
                        + issuer
                        + "\",\"token_endpoint\":\""
                        + issuer
                        + "/tokens?p=1\"}"));
          } else {
            out.write(token("t" + issued.incrementAndGet(), 3600));
          }
          return true;
        });
    start(
        1,
        "token.oauth2.issuer=" + issuer,
        "token.oauth2.client-id=shop",
        "token.oauth2.client-secret=" + SECRET);
    assertThat(token(secure())).isEqualTo("tok3n.t1");
    assertThat(server.requests())
        .containsExactly(
            "GET /.well-known/oauth-authorization-server/realms/a",
            "GET /realms/a/.well-known/openid-configuration",
            "POST /realms/a/tokens?p=1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | {\"issuer\":\"https://evil.example\"} | its metadata are answered for another issuer",
        "200 | {} | its metadata are answered for another issuer",
        "200 | {\"issuer\":\"$\"} | its metadata are answered without a token_endpoint",
        "200 | {\"issuer\":\"$\",\"token_endpoint\":\"http://idp.example/t\"} | its metadata are answered with a token_endpoint without TLS",
        "200 | no | its metadata are answered without a JSON object",
        "302 | '' | its metadata are answered with 302",
        "500 | '' | its metadata are answered with 500",
        "404 | '' | its metadata are answered with 404",
      })
  void metadataThatAreNone(int status, String body, String why) throws IOException {
    String issuer = "http://127.0.0.1:" + server.port();
    answers(status, "", body.replace("$", issuer));
    start(
        1,
        "token.oauth2.issuer=" + issuer,
        "token.oauth2.client-id=shop",
        "token.oauth2.client-secret=" + SECRET);
    assertThat(secure().rejection()).isEqualTo(REJECTED + why);
    assertThat(server.requests()).noneMatch(request -> request.startsWith("POST"));
  }

  @Test
  void exchangesTheTokenThatCameIn() throws IOException {
    server.script(
        (request, out) -> {
          String body = server.received().get(server.received().size() - 1);
          String subject = body.replaceFirst("(?s).*subject_token=([^&]*).*", "$1");
          if (subject.equals("bad")) {
            out.write(ScriptedServer.answer(400, "", "{\"error\":\"invalid_grant\"}"));
          } else {
            out.write(token(body.contains("token-exchange") ? "for-" + subject : "own", 3600));
          }
          return true;
        });
    startShop("token.oauth2.exchange=if-present", "token.oauth2.audience=orders");
    assertThat(token(serving("alice"))).isEqualTo("tok3n.for-alice");
    assertThat(token(serving("bob"))).isEqualTo("tok3n.for-bob");
    assertThat(token(serving("alice"))).isEqualTo("tok3n.for-alice");
    assertThat(server.requests()).hasSize(2);
    assertThat(server.received().get(0))
        .endsWith(
            "\n\ngrant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange"
                + "&subject_token=alice"
                + "&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token"
                + "&requested_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token"
                + "&audience=orders");
    assertThat(serving("bad").rejection())
        .isEqualTo(REJECTED + "it answers with 400 invalid_grant");
    assertThat(token(serving("carol"))).as("others are not concerned").isEqualTo("tok3n.for-carol");
    assertThat(token(serving(null))).isEqualTo("tok3n.own");
    assertThat(token(secure())).isEqualTo("tok3n.own");
    assertThat(log.lines()).noneMatch(line -> line.contains("no new tokens"));
    nanos.addAndGet(3600_000 * MILLI);
    assertThat(token(serving("alice"))).as("asked for anew").isEqualTo("tok3n.for-alice");
    assertThat(server.received().get(server.received().size() - 1)).contains("subject_token=alice");
  }

  @Test
  void withoutATokenToExchangeNothingIsSent() throws IOException {
    startShop("token.oauth2.exchange=always");
    assertThat(serving(null).rejection())
        .isEqualTo(REJECTED + "the request that is being served has none to exchange");
    assertThat(secure().rejection()).startsWith(REJECTED);
    assertThat(server.requests()).isEmpty();
    assertThat(token(serving("alice"))).isEqualTo("tok3n.t1");
  }

  @Test
  void byDefaultNoTokenThatCameInIsUsed() throws IOException {
    startShop();
    assertThat(token(serving("alice"))).isEqualTo("tok3n.t1");
    assertThat(server.received().get(0)).doesNotContain("alice");
  }

  @Test
  void exchangedTokensAreNotKeptWithoutEnd() throws IOException {
    startShop("token.oauth2.exchange=always");
    for (int i = 0; i < 1_200; i++) {
      nanos.incrementAndGet();
      assertThat(serving("user" + i).rejection()).isNull();
    }
    assertThat(server.requests()).hasSize(1_200);
    assertThat(serving("user1199").rejection()).isNull();
    assertThat(server.requests()).as("is still there").hasSize(1_200);
    assertThat(serving("user0").rejection()).isNull();
    assertThat(server.requests()).as("had to go").hasSize(1_201);
  }
}
