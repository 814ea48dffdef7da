package dev.remora.gateway.auth.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.testing.Said;
import dev.remora.gateway.auth.Desk;
import dev.remora.gateway.auth.Forge;
import dev.remora.gateway.auth.Later;
import dev.remora.gateway.auth.Outcome;
import dev.remora.gateway.auth.Refusal;
import dev.remora.gateway.auth.Verified;
import dev.remora.gateway.auth.keys.KeySet;
import dev.remora.gateway.auth.keys.Keys;
import dev.remora.gateway.auth.keys.KeysPlan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks on tokens: those of RFC 8725, and those that were seen in the wild. */
class BadTokensTest {
  private static final Forge RSA = Forge.rsa("rsa");
  private static final Forge EC = Forge.ec("ec");
  private static final Forge STRANGER = Forge.rsa("rsa");

  private static final ScheduledExecutorService TIMER = Executors.newScheduledThreadPool(1);
  private static final Desk DESK = new Desk(new Said().log(), TIMER);

  private JwtMechanism mechanism;

  @AfterAll
  static void close() {
    DESK.close();
    TIMER.shutdownNow();
  }

  @BeforeEach
  void open() {
    mechanism = mechanism(Set.of("RS256", "PS256", "ES256", "EdDSA"), Set.of("jwt", "at+jwt"));
  }

  private static JwtMechanism mechanism(Set<String> algorithms, Set<String> types) {
    KeySet set = KeySet.read(Forge.jwks(RSA, EC).getBytes(StandardCharsets.UTF_8));
    KeysPlan keys =
        new KeysPlan(
            "https://idp.example",
            "unused",
            null,
            null,
            false,
            Duration.ofMinutes(10),
            Duration.ofHours(24));
    JwtPlan plan =
        new JwtPlan(
            "corp",
            "https://idp.example",
            Set.of("shop"),
            algorithms,
            types,
            Duration.ofSeconds(30),
            keys);
    Keys source =
        new Keys() {
          @Override
          public KeySet current() {
            return set;
          }

          @Override
          public boolean refresh(Runnable told) {
            return false;
          }
        };
    return new JwtMechanism(plan, source, DESK);
  }

  private Outcome check(String token) {
    return check(mechanism, token);
  }

  private static Outcome check(JwtMechanism mechanism, String token) {
    Outcome outcome = mechanism.check(token, System.currentTimeMillis());
    if (!(outcome instanceof Later later)) {
      return outcome;
    }
    CompletableFuture<Outcome> known = new CompletableFuture<>();
    later.then(known::complete);
    return known.orTimeout(10, TimeUnit.SECONDS).join();
  }

  private static long now() {
    return System.currentTimeMillis() / 1000;
  }

  private static String claims(String more) {
    return "{\"iss\":\"https://idp.example\",\"aud\":\"shop\",\"sub\":\"alice\",\"exp\":"
        + (now() + 60)
        + more
        + "}";
  }

  private static String header(String algorithm, String more) {
    return "{\"alg\":\"" + algorithm + "\",\"kid\":\"rsa\"" + more + "}";
  }

  @Test
  void aGoodOnePasses() {
    Outcome outcome = check(RSA.token(claims(",\"scope\":\"a b\"")));
    assertThat(outcome).isInstanceOf(Verified.class);
    Verified verified = (Verified) outcome;
    assertThat(verified.identity().subject()).isEqualTo("alice");
    assertThat(verified.identity().issuer()).isEqualTo("https://idp.example");
    assertThat(verified.identity().method()).isEqualTo("jwt");
    assertThat(verified.scopes()).containsExactlyInAnyOrder("a", "b");
    assertThat(check(EC.token(claims("")))).isInstanceOf(Verified.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", "NONE", "nOnE", "", "HS256", "RS1", "rs256", "null"})
  void algorithmsThatAreNotAllowed(String algorithm) {
    String header = header(algorithm, "");
    assertThat(check(RSA.sign(header, claims("")))).isEqualTo(Refusal.ALGORITHM);
    String unsigned = Forge.base64(header) + "." + Forge.base64(claims("")) + ".";
    assertThat(check(unsigned)).isEqualTo(Refusal.ALGORITHM);
    assertThat(check("{}".replace("{}", unsigned) + "AA")).isEqualTo(Refusal.ALGORITHM);
  }

  @Test
  void withoutAnAlgorithm() {
    assertThat(check(RSA.sign("{\"kid\":\"rsa\"}", claims("")))).isEqualTo(Refusal.ALGORITHM);
    assertThat(check(RSA.sign("{\"kid\":\"rsa\",\"alg\":[\"RS256\"]}", claims(""))))
        .isEqualTo(Refusal.ALGORITHM);
  }

  /** The public key, which everybody has, as the secret of an HMAC. */
  @Test
  void anHmacMadeWithThePublicKey() {
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(RSA.publicKey())
            + "\n-----END PUBLIC KEY-----\n";
    for (byte[] secret :
        new byte[][] {
          RSA.publicKey(),
          pem.getBytes(StandardCharsets.UTF_8),
          pem.trim().getBytes(StandardCharsets.UTF_8),
          RSA.jwk("").getBytes(StandardCharsets.UTF_8)
        }) {
      assertThat(check(Forge.hmac(header("HS256", ""), claims(""), secret)))
          .isEqualTo(Refusal.ALGORITHM);
      assertThat(check(Forge.hmac(header("RS256", ""), claims(""), secret)))
          .isEqualTo(Refusal.SIGNATURE);
    }
  }

  @Test
  void anAlgorithmOfAnotherKindOfKey() {
    assertThat(check(RSA.sign(header("ES256", ""), claims("")))).isEqualTo(Refusal.UNKNOWN_KEY);
    assertThat(check(EC.sign("{\"alg\":\"RS256\",\"kid\":\"ec\"}", claims(""))))
        .isEqualTo(Refusal.UNKNOWN_KEY);
    assertThat(check(RSA.sign(header("PS256", ""), claims("")))).isEqualTo(Refusal.SIGNATURE);
  }

  @Test
  void anAlgorithmThatTheSettingsLeaveOut() {
    JwtMechanism narrow = mechanism(Set.of("ES256"), Set.of("jwt"));
    assertThat(check(narrow, RSA.token(claims("")))).isEqualTo(Refusal.ALGORITHM);
    assertThat(check(narrow, EC.token(claims("")))).isInstanceOf(Verified.class);
  }

  @Test
  void aSignatureOfSomebodyElse() {
    assertThat(check(STRANGER.token(claims("")))).isEqualTo(Refusal.SIGNATURE);
  }

  @Test
  void anEcSignatureOfZeros() {
    String content =
        Forge.base64("{\"alg\":\"ES256\",\"kid\":\"ec\"}") + "." + Forge.base64(claims(""));
    assertThat(check(content + "." + Forge.base64(new byte[64]))).isEqualTo(Refusal.SIGNATURE);
    assertThat(check(content + ".")).isEqualTo(Refusal.SIGNATURE);
  }

  /** A key that the token brings along, or says where to get. */
  @ParameterizedTest
  @ValueSource(strings = {"jwk", "jku", "x5u", "x5c"})
  void keysThatATokenBringsAlong(String name) {
    String value =
        switch (name) {
          case "jwk" -> STRANGER.jwk("");
          case "x5c" -> "[\"" + Base64.getEncoder().encodeToString(STRANGER.publicKey()) + "\"]";
          default -> "\"https://attacker.example/keys\"";
        };
    String more = ",\"" + name + "\":" + value;
    assertThat(check(STRANGER.sign(header("RS256", more), claims(""))))
        .isEqualTo(Refusal.SIGNATURE);
    assertThat(check(RSA.sign(header("RS256", more), claims("")))).isInstanceOf(Verified.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../../dev/null",
        "' OR 1=1 --",
        "https://attacker.example/key",
        "|whoami",
        "RSA",
        "rsa\\u0000",
        ""
      })
  void keyIdsAreNamesAndNothingElse(String id) {
    assertThat(check(RSA.sign("{\"alg\":\"RS256\",\"kid\":\"" + id + "\"}", claims(""))))
        .isEqualTo(Refusal.UNKNOWN_KEY);
    assertThat(check(RSA.sign("{\"alg\":\"RS256\",\"kid\":{\"a\":1}}", claims(""))))
        .isEqualTo(Refusal.UNKNOWN_KEY);
  }

  @Test
  void withoutAKeyIdThoseOfTheKindAreTried() {
    assertThat(check(RSA.sign("{\"alg\":\"RS256\"}", claims("")))).isInstanceOf(Verified.class);
    assertThat(check(STRANGER.sign("{\"alg\":\"RS256\"}", claims(""))))
        .isEqualTo(Refusal.SIGNATURE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",\"crit\":[\"exp\"],\"exp\":1",
        ",\"crit\":[\"x\"],\"x\":1",
        ",\"crit\":[]",
        ",\"crit\":null",
        ",\"crit\":[\"b64\"],\"b64\":false",
        ",\"b64\":false",
        ",\"b64\":true"
      })
  void extensionsThatAreNotUnderstood(String more) {
    assertThat(check(RSA.sign(header("RS256", more), claims("")))).isEqualTo(Refusal.CRITICAL);
  }

  /** 100 MiB of blanks in 100 KiB; and less, so that it fits: neither is ever unpacked. */
  @Test
  void zipBombs() throws IOException {
    assertThat(check(RSA.sign(header("RS256", ",\"zip\":\"DEF\""), claims(""))))
        .isEqualTo(Refusal.COMPRESSED);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream out =
        new DeflaterOutputStream(packed, new Deflater(Deflater.BEST_COMPRESSION, true))) {
      byte[] blanks = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 100; i++) {
        out.write(blanks);
      }
    }
    String bomb =
        Forge.base64(header("RS256", ",\"zip\":\"DEF\""))
            + "."
            + Forge.base64(packed.toByteArray())
            + ".AAAA";
    assertThat(bomb.length()).isGreaterThan(100_000);
    assertThat(check(bomb)).isEqualTo(Outcome.Nothing.FOREIGN);
    assertThat(check(bomb.substring(0, 12_000) + ".AAAA")).isEqualTo(Outcome.Nothing.FOREIGN);
  }

  /** Encrypted tokens (JWE), which have five parts, and nested ones. */
  @Test
  void encryptedTokens() {
    assertThat(check("a.b.c.d.e")).isEqualTo(Outcome.Nothing.FOREIGN);
    assertThat(
            check(
                Forge.base64(
                        "{\"alg\":\"PBES2-HS256+A128KW\",\"p2c\":2147483647,\"enc\":\"A128CBC-HS256\"}")
                    + ".AAAA.AAAA.AAAA.AAAA"))
        .isEqualTo(Outcome.Nothing.FOREIGN);
  }

  @ParameterizedTest
  @CsvSource({
    "id+jwt, TYPE", "logout+jwt, TYPE", "dpop+jwt, TYPE", "secevent+jwt, TYPE", "JOSE, TYPE",
    "JWT, -", "jwt, -", "at+jwt, -", "application/at+JWT, -", "application/jwt, -"
  })
  void typesOfTokens(String type, String refusal) {
    Outcome outcome = check(RSA.sign(header("RS256", ",\"typ\":\"" + type + "\""), claims("")));
    if (refusal.equals("-")) {
      assertThat(outcome).isInstanceOf(Verified.class);
    } else {
      assertThat(outcome).isEqualTo(Refusal.valueOf(refusal));
    }
  }

  @Test
  void onlyAccessTokensWhereTheSettingsSaySo() {
    JwtMechanism narrow = mechanism(Set.of("RS256"), Set.of("at+jwt"));
    assertThat(check(narrow, RSA.sign(header("RS256", ",\"typ\":\"at+jwt\""), claims(""))))
        .isInstanceOf(Verified.class);
    assertThat(check(narrow, RSA.token(claims("")))).isEqualTo(Refusal.TYPE);
    assertThat(check(narrow, RSA.sign(header("RS256", ""), claims("")))).isEqualTo(Refusal.TYPE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"aud\":\"other\"",
        "\"aud\":[]",
        "\"aud\":[\"other\",\"SHOP\"]",
        "\"aud\":[\"shop\",1]",
        "\"aud\":{\"shop\":1}",
        "\"aud\":\"shop \"",
        "\"aud\":null",
        "\"x\":1"
      })
  void tokensForSomebodyElse(String audience) {
    assertThat(check(RSA.token(claims("").replace("\"aud\":\"shop\"", audience))))
        .isEqualTo(Refusal.AUDIENCE);
  }

  @Test
  void oneOfSeveralAudiences() {
    assertThat(check(RSA.token(claims("").replace("\"shop\"", "[\"a\",\"shop\"]"))))
        .isInstanceOf(Verified.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"https://idp.example/\"",
        "\"HTTPS://idp.example\"",
        "[\"https://idp.example\"]",
        "null"
      })
  void tokensOfAnotherIssuer(String issuer) {
    assertThat(check(RSA.token(claims("").replace("\"https://idp.example\"", issuer))))
        .isEqualTo(Outcome.Nothing.FOREIGN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"soon\"", "null", "-1", "1e30", "{}", "[9999999999]", "\"9999999999\"", "true"})
  void timesThatAreNone(String time) {
    assertThat(check(RSA.token(claims("").replaceAll("\"exp\":[0-9]+", "\"exp\":" + time))))
        .isEqualTo(Refusal.TIMES);
    assertThat(check(RSA.token(claims(",\"nbf\":" + time)))).isEqualTo(Refusal.TIMES);
    assertThat(check(RSA.token(claims(",\"iat\":" + time)))).isEqualTo(Refusal.TIMES);
  }

  @Test
  void times() {
    assertThat(check(RSA.token(claims("").replaceAll(",\"exp\":[0-9]+", ""))))
        .isEqualTo(Refusal.TIMES);
    assertThat(check(expiring(now() - 31))).isEqualTo(Refusal.EXPIRED);
    assertThat(check(expiring(0))).isEqualTo(Refusal.EXPIRED);
    assertThat(check(expiring(now() - 20))).isInstanceOf(Verified.class);
    assertThat(check(RSA.token(claims(",\"nbf\":" + (now() + 40))))).isEqualTo(Refusal.EARLY);
    assertThat(check(RSA.token(claims(",\"nbf\":" + (now() + 20))))).isInstanceOf(Verified.class);
    assertThat(check(RSA.token(claims(",\"iat\":" + (now() + 40))))).isEqualTo(Refusal.EARLY);
    assertThat(check(RSA.token(claims(",\"iat\":" + (now() - 9) + ".5"))))
        .isInstanceOf(Verified.class);
  }

  private static String expiring(long seconds) {
    return RSA.token(claims("").replaceAll("\"exp\":[0-9]+", "\"exp\":" + seconds));
  }

  /** One that is remembered expires all the same. */
  @Test
  void aTokenThatIsKnownExpires() {
    String token = RSA.token(claims(""));
    assertThat(check(token)).isInstanceOf(Verified.class);
    long later = System.currentTimeMillis() + 91_000;
    assertThat(mechanism.check(token, later)).isEqualTo(Refusal.EXPIRED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"sub\":\"\"", "\"sub\":7", "\"sub\":null", "\"x\":1"})
  void tokensAboutNobody(String subject) {
    assertThat(check(RSA.token(claims("").replace("\"sub\":\"alice\"", subject))))
        .isEqualTo(Refusal.SUBJECT);
  }

  @Test
  void aClientsOwnTokenIsAboutTheClient() {
    Outcome outcome =
        check(RSA.token(claims("").replace("\"sub\":\"alice\"", "\"client_id\":\"robot\"")));
    assertThat(((Verified) outcome).identity().subject()).isEqualTo("robot");
  }

  /** What two parsers could read in two ways. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"RS256\",\"alg\":\"none\"}",
        "{\"alg\":\"RS256\",\"kid\":\"rsa\",}",
        "{\"alg\":\"RS256\"} {}",
        "{'alg':'RS256'}",
        "{alg:\"RS256\"}",
        "{\"alg\":\"RS256\" /* */}",
        "\uFEFF{\"alg\":\"RS256\"}",
        "[\"alg\",\"RS256\"]",
        "\"RS256\"",
        ""
      })
  void headersThatAreNoStrictJson(String header) {
    assertThat(check(RSA.sign(header, claims("")))).isEqualTo(Outcome.Nothing.FOREIGN);
  }

  @Test
  void claimsThatAreNoStrictJson() {
    for (String claims :
        new String[] {
          claims(",\"sub\":\"admin\""),
          claims(",\"a\":NaN"),
          claims(",\"a\":1e999"),
          claims(",\"a\":" + "[".repeat(100) + "]".repeat(100)),
          claims(",\"a\":" + "{\"a\":".repeat(2000) + "1" + "}".repeat(2000)),
          "x"
        }) {
      assertThat(check(RSA.token(claims))).isEqualTo(Outcome.Nothing.FOREIGN);
    }
    String invalid = Forge.base64(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'});
    assertThat(check(Forge.base64(header("RS256", "")) + "." + invalid + ".AAAA"))
        .isEqualTo(Outcome.Nothing.FOREIGN);
  }

  /** Other spellings of the same bytes. */
  @Test
  void spellingsThatAreNotBase64Url() {
    String token = RSA.token(claims(""));
    String[] parts = token.split("\\.", -1);
    for (String other :
        new String[] {
          parts[0] + "=." + parts[1] + "." + parts[2],
          parts[0] + "." + parts[1] + "." + parts[2] + "=",
          parts[0] + "." + parts[1] + "\n." + parts[2],
          parts[0] + "." + parts[1] + "." + parts[2] + ".",
          "." + token,
          token + "+",
          parts[0] + "." + parts[1]
        }) {
      assertThat(check(other)).isEqualTo(Outcome.Nothing.FOREIGN);
    }
    String last = parts[2].substring(0, parts[2].length() - 1);
    int accepted = 0;
    for (char c :
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".toCharArray()) {
      accepted += check(parts[0] + "." + parts[1] + "." + last + c) instanceof Verified ? 1 : 0;
    }
    assertThat(accepted).isEqualTo(1);
  }
}
