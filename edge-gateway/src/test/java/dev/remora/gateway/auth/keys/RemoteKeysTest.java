package dev.remora.gateway.auth.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.core.testing.Said;
import dev.remora.core.testing.ScriptedServer;
import dev.remora.core.transport.Transport;
import dev.remora.gateway.auth.Forge;
import dev.remora.gateway.auth.TestIssuer;
import dev.remora.gateway.auth.remote.Outbound;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When an issuer is asked for its keys, and what is used while it does not answer. */
class RemoteKeysTest {
  private static final Forge FIRST = Forge.rsa("first");
  private static final Forge SECOND = Forge.rsa("second");

  private final Said said = new Said();
  private final AtomicLong nanos = new AtomicLong();
  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
  private final ExecutorService helpers = Executors.newFixedThreadPool(2);
  private final Transport transport = new Transport(timer, said.log());
  private TestIssuer issuer = new TestIssuer("", FIRST);

  @AfterEach
  void close() {
    issuer.close();
    transport.close();
    helpers.shutdownNow();
    timer.shutdownNow();
  }

  private RemoteKeys keys() {
    KeysPlan plan =
        new KeysPlan(
            issuer.url(), null, null, null, true, Duration.ofMinutes(10), Duration.ofHours(24));
    Outbound outbound = new Outbound(transport, helpers, null, true, plan.asked());
    return new RemoteKeys(plan, outbound, said.log(), nanos::get);
  }

  private void pass(long seconds) {
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }

  /** Asks and waits for the end of it; false: it may not be asked. */
  private static boolean refresh(RemoteKeys keys) {
    CountDownLatch done = new CountDownLatch(1);
    if (!keys.refresh(done::countDown)) {
      return false;
    }
    try {
      assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return true;
  }

  private static boolean has(RemoteKeys keys, String id) {
    KeySet set = keys.current();
    return set != null && !set.find(id, "RS256").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/realms/shop", "/realms/shop/"})
  void findsThemThroughOpenIdDiscovery(String path) {
    issuer.close();
    issuer = new TestIssuer(path, FIRST);
    RemoteKeys keys = keys();
    issuer.metadata(
        "{\"issuer\":\"" + issuer.url() + "\",\"jwks_uri\":\"" + issuer.url() + "/keys\"}");
    keys.tend();
    String base = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    await().until(() -> !issuer.requests().isEmpty());
    assertThat(issuer.requests().get(0))
        .isEqualTo("GET " + base + "/.well-known/openid-configuration");
  }

  @Test
  void findsThemThroughRfc8414WhereThereIsNoOpenIdDiscovery() {
    issuer.close();
    try (ScriptedServer server = new ScriptedServer((request, out) -> true)) {
      String url = "http://127.0.0.1:" + server.port() + "/tenant";
      server.script(
          (request, out) -> {
            if (request.equals("GET /.well-known/oauth-authorization-server/tenant")) {
              out.write(
                  ScriptedServer.answer(
                      200, "", "{\"issuer\":\"" + url + "\",\"jwks_uri\":\"" + url + "/keys\"}"));
            } else if (request.equals("GET /tenant/keys")) {
              out.write(ScriptedServer.answer(200, "", Forge.jwks(SECOND)));
            } else {
              out.write(ScriptedServer.answer(404, "", "no"));
            }
            return true;
          });
      KeysPlan plan =
          new KeysPlan(url, null, null, null, true, Duration.ofMinutes(10), Duration.ofHours(1));
      RemoteKeys keys =
          new RemoteKeys(
              plan,
              new Outbound(transport, helpers, null, true, plan.asked()),
              said.log(),
              nanos::get);
      refresh(keys);
      assertThat(has(keys, "second")).isTrue();
    }
  }

  @Test
  void askForThemOnceForAllThatWait() {
    issuer.delay(300);
    RemoteKeys keys = keys();
    AtomicInteger told = new AtomicInteger();
    for (int i = 0; i < 1000; i++) {
      assertThat(keys.refresh(told::incrementAndGet)).isTrue();
    }
    // More than these are not kept waiting.
    assertThat(keys.refresh(told::incrementAndGet)).isFalse();
    await().atMost(Duration.ofSeconds(20)).until(() -> told.get() == 1000);
    assertThat(issuer.fetches()).isEqualTo(1);
    assertThat(has(keys, "first")).isTrue();
  }

  @Test
  void aFloodOfUnknownKeysAsksOnceIn30Seconds() {
    RemoteKeys keys = keys();
    assertThat(refresh(keys)).isTrue();
    int asked = 0;
    // Ten minutes, ten floods a second.
    for (int tenth = 0; tenth < 6000; tenth++) {
      nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(100));
      asked += refresh(keys) ? 1 : 0;
    }
    assertThat(asked).isEqualTo(20);
    assertThat(issuer.fetches()).isEqualTo(21);
  }

  @Test
  void aKeyThatIsNewIsFoundWhenItIsNeeded() {
    RemoteKeys keys = keys();
    refresh(keys);
    VerificationKey first = keys.current().find("first", "RS256").get(0);
    issuer.keys(FIRST, SECOND);
    pass(31);
    assertThat(refresh(keys)).isTrue();
    assertThat(has(keys, "second")).isTrue();
    assertThat(keys.current().find("first", "RS256")).containsExactly(first);
    assertThat(first.isRetired()).isFalse();
  }

  @Test
  void aKeyThatIsTakenBackIsForgottenWithinARefresh() {
    RemoteKeys keys = keys();
    refresh(keys);
    VerificationKey first = keys.current().find("first", "RS256").get(0);
    issuer.keys(SECOND);
    keys.tend();
    assertThat(issuer.fetches()).isEqualTo(1);
    pass(601);
    keys.tend();
    await().until(() -> has(keys, "second"));
    assertThat(has(keys, "first")).isFalse();
    assertThat(first.isRetired()).isTrue();
  }

  @Test
  void whatIsKnownStaysInUseWhileTheIssuerErrsUntilItIsTooOld() {
    RemoteKeys keys = keys();
    refresh(keys);
    VerificationKey first = keys.current().find("first", "RS256").get(0);
    issuer.status(503);
    for (int hour = 0; hour < 24; hour++) {
      pass(3599);
      refresh(keys);
      assertThat(has(keys, "first")).isTrue();
    }
    assertThat(said.text())
        .containsOnlyOnce("its keys can't be had: its keys are answered with 503");
    pass(30);
    assertThat(keys.current()).isNull();
    assertThat(first.isRetired()).isTrue();
    assertThat(said.text()).contains("its keys are too old");
    issuer.status(200);
    pass(31);
    keys.tend();
    await().until(() -> has(keys, "first"));
    assertThat(keys.current().find("first", "RS256").get(0).isRetired()).isFalse();
    assertThat(said.text()).containsOnlyOnce("its keys are there again");
  }

  @Test
  void anIssuerThatIsDownAtTheStartIsAskedAgainSoon() {
    issuer.status(500);
    RemoteKeys keys = keys();
    refresh(keys);
    assertThat(refresh(keys)).isFalse();
    issuer.status(200);
    pass(2);
    assertThat(refresh(keys)).isTrue();
    assertThat(has(keys, "first")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"issuer\":\"https://other.example\",\"jwks_uri\":\"URL/keys\"}",
        "{\"issuer\":\"URL/\",\"jwks_uri\":\"URL/keys\"}",
        "{\"issuer\":\"URL\",\"issuer\":\"URL\",\"jwks_uri\":\"URL/keys\"}",
        "{\"issuer\":\"URL\"}",
        "{\"issuer\":\"URL\",\"jwks_uri\":\"file:///etc/passwd\"}",
        "{\"issuer\":\"URL\",\"jwks_uri\":\"http://169.254.169.254/latest/meta-data\"}",
        "{\"issuer\":\"URL\",\"jwks_uri\":\"https://169.254.169.254/latest/meta-data\"}",
        "{\"issuer\":\"URL\",\"jwks_uri\":\"https://[fe80::1]/keys\"}",
        "{\"issuer\":\"URL\",\"jwks_uri\":\"https://0.0.0.0/keys\"}",
        "{\"issuer\":\"URL\",\"jwks_uri\":\"http://192.0.2.1/keys\"}",
        "{\"issuer\":\"URL\",\"jwks_uri\":\"http://user@127.0.0.1/keys\"}",
      })
  void metadataThatLeadElsewhereAreNotFollowed(String metadata) {
    RemoteKeys keys = keys();
    issuer.metadata(metadata.replace("URL", issuer.url()));
    refresh(keys);
    assertThat(keys.current()).isNull();
    assertThat(issuer.fetches()).isZero();
    assertThat(said.text()).contains("its keys can't be had");
  }

  @Test
  void anIssuerElsewhereDoesNotLeadToThisMachine() {
    KeysPlan plan =
        new KeysPlan(
            "https://idp.example",
            null,
            null,
            null,
            true,
            Duration.ofMinutes(10),
            Duration.ofHours(24));
    Outbound outbound = new Outbound(transport, helpers, null, true, plan.asked());
    CountDownLatch told = new CountDownLatch(1);
    StringBuilder why = new StringBuilder();
    outbound.send(
        dev.remora.core.config.HttpUrl.parse(issuer.url() + "/keys"),
        dev.remora.core.transport.Request.get("/keys"),
        new dev.remora.core.transport.Callback() {
          @Override
          public void answered(dev.remora.core.transport.Response response) {
            told.countDown();
          }

          @Override
          public void failed(Exception cause) {
            why.append(cause.getMessage());
            told.countDown();
          }
        });
    await().until(() -> told.getCount() == 0);
    assertThat(why.toString()).contains("leads to this machine");
    assertThat(issuer.requests()).isEmpty();
  }

  @Test
  void redirectsAreNotFollowed() {
    RemoteKeys keys = keys();
    issuer.status(302);
    refresh(keys);
    assertThat(keys.current()).isNull();
    assertThat(said.text()).contains("302");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"keys\":{}}",
        "{\"keys\":[]}",
        "{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0\"}]}",
        "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}]}",
        "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AAAA\",\"y\":\"AAAA\"}]}",
        "{\"keys\":[{\"kty\":\"?\"},null,7]}",
      })
  void anAnswerWithoutAKeyThatCanBeUsedChangesNothing(String answer) {
    RemoteKeys keys = keys();
    refresh(keys);
    issuer.keys(answer);
    pass(31);
    refresh(keys);
    assertThat(has(keys, "first")).isTrue();
    assertThat(said.text()).contains("no JWK set with a public key that can be used");
  }

  @Test
  void keysOfNoUseArePassedOver() {
    issuer.keys(
        "{\"keys\":[{\"kty\":\"?\"},{\"kty\":\"oct\",\"k\":\"c2VjcmV0\",\"kid\":\"hmac\"},"
            + Forge.rsa("enc").jwk(",\"use\":\"enc\"")
            + ","
            + Forge.rsa("ops").jwk(",\"key_ops\":[\"encrypt\"]")
            + ","
            + Forge.rsa("small", 1024).jwk("")
            + ","
            + Forge.rsa("alg").jwk(",\"alg\":\"RSA-OAEP\"")
            + ","
            + Forge.rsa("only").jwk(",\"alg\":\"PS256\"")
            + ","
            + FIRST.jwk(",\"use\":\"sig\"")
            + "]}");
    RemoteKeys keys = keys();
    refresh(keys);
    for (String id : new String[] {"hmac", "enc", "ops", "small", "alg", "only"}) {
      assertThat(has(keys, id)).as(id).isFalse();
    }
    assertThat(keys.current().find("only", "PS256")).hasSize(1);
    assertThat(keys.current().size()).isEqualTo(2);
    assertThat(has(keys, "first")).isTrue();
  }
}
