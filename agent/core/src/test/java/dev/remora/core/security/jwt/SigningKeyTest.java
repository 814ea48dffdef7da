package dev.remora.core.security.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.remora.core.config.ConfigException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys, and what they sign as the JDK alone verifies it. */
class SigningKeyTest {
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  private static KeyPair pair(String algorithm) throws Exception {
    KeyPairGenerator generator =
        KeyPairGenerator.getInstance(
            algorithm.equals("ES256") ? "EC" : algorithm.equals("RS256") ? "RSA" : "Ed25519");
    if (algorithm.equals("ES256")) {
      generator.initialize(new ECGenParameterSpec("secp256r1"));
    }
    return generator.generateKeyPair();
  }

  static byte[] pem(KeyPair pair) {
    return ("-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ES256", "RS256", "EdDSA"})
  void signsWithAKeyFromPem(String algorithm) throws Exception {
    for (int i = 0; i < 5; i++) {
      KeyPair pair = pair(algorithm);
      SigningKey key = SigningKey.of("key.pem", pem(pair));
      assertThat(key.id()).isEqualTo(thumbprint(pair.getPublic()));
      check(
          key.sign(null, "shop", "shop", "orders", 1_000_000, 300_000), key.id(), algorithm, pair);
      assertThat(key).hasToString("key " + key.id());
    }
  }

  private static void check(String token, String id, String algorithm, KeyPair pair)
      throws Exception {
    String[] parts = token.split("\\.", -1);
    JsonObject header = json(parts[0]);
    assertThat(header.get("alg").getAsString()).isEqualTo(algorithm);
    assertThat(header.get("kid").getAsString()).isEqualTo(id);
    assertThat(header.get("typ").getAsString()).isEqualTo("JWT");
    JsonObject claims = json(parts[1]);
    assertThat(claims.get("iss").getAsString()).isEqualTo("shop");
    assertThat(claims.get("sub").getAsString()).isEqualTo("shop");
    assertThat(claims.get("aud").getAsString()).isEqualTo("orders");
    assertThat(claims.get("iat").getAsLong()).isEqualTo(1_000);
    assertThat(claims.get("exp").getAsLong()).isEqualTo(1_300);
    assertThat(claims.get("jti").getAsString()).hasSize(36);
    assertThat(verifies(token, parts, algorithm, pair)).isTrue();
  }

  private static boolean verifies(String token, String[] parts, String algorithm, KeyPair pair)
      throws Exception {
    Signature signature =
        Signature.getInstance(
            algorithm.equals("ES256")
                ? "SHA256withECDSAinP1363Format"
                : algorithm.equals("RS256") ? "SHA256withRSA" : "Ed25519");
    signature.initVerify(pair.getPublic());
    signature.update(
        token.substring(0, token.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII));
    return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
  }

  private static JsonObject json(String part) {
    return JsonParser.parseString(
            new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8))
        .getAsJsonObject();
  }

  /** RFC 7638, section 3. */
  private static String thumbprint(PublicKey key) throws Exception {
    String json;
    if (key instanceof RSAPublicKey rsa) {
      json =
          "{\"e\":\""
              + unsigned(rsa.getPublicExponent(), 0)
              + "\",\"kty\":\"RSA\",\"n\":\""
              + unsigned(rsa.getModulus(), 0)
              + "\"}";
    } else if (key instanceof ECPublicKey ec) {
      json =
          "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\""
              + unsigned(ec.getW().getAffineX(), 32)
              + "\",\"y\":\""
              + unsigned(ec.getW().getAffineY(), 32)
              + "\"}";
    } else {
      byte[] encoded = ((EdECPublicKey) key).getEncoded();
      byte[] x = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
      json = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + BASE64URL.encodeToString(x) + "\"}";
    }
    return BASE64URL.encodeToString(
        MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8)));
  }

  private static String unsigned(BigInteger number, int length) {
    byte[] bytes = number.toByteArray();
    int from = bytes[0] == 0 ? 1 : 0;
    byte[] exact = Arrays.copyOfRange(bytes, from, bytes.length);
    byte[] padded = new byte[Math.max(length, exact.length)];
    System.arraycopy(exact, 0, padded, padded.length - exact.length, exact.length);
    return BASE64URL.encodeToString(padded);
  }

  @Test
  void signsWithAKeyFromAJwk() throws Exception {
    KeyPair pair = pair("ES256");
    String jwk = jwk(pair, "\"kid\":\"2026-01\",");
    SigningKey key = SigningKey.of("key.json", jwk.getBytes(StandardCharsets.UTF_8));
    assertThat(key.id()).isEqualTo("2026-01");
    check(key.sign(null, "shop", "shop", "orders", 1_000_000, 300_000), "2026-01", "ES256", pair);
    check(key.sign("own", "shop", "shop", "orders", 1_000_000, 300_000), "own", "ES256", pair);
    SigningKey unnamed = SigningKey.of("key.json", jwk(pair, "").getBytes(StandardCharsets.UTF_8));
    assertThat(unnamed.id()).isEqualTo(thumbprint(pair.getPublic()));
  }

  private static String jwk(KeyPair pair, String more) {
    ECPublicKey key = (ECPublicKey) pair.getPublic();
    return "{"
        + more
        + "\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\""
        + unsigned(key.getW().getAffineX(), 32)
        + "\",\"y\":\""
        + unsigned(key.getW().getAffineY(), 32)
        + "\",\"d\":\""
        + unsigned(((ECPrivateKey) pair.getPrivate()).getS(), 32)
        + "\"}";
  }

  @Test
  void keysThatWillNotDo() throws Exception {
    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(1024);
    assertBad(pem(rsa.generateKeyPair()), "key holds an RSA key of 1024 bits");
    KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
    ec.initialize(new ECGenParameterSpec("secp384r1"));
    assertBad(pem(ec.generateKeyPair()), "key holds an EC key of 384 bits");
    assertBad(
        pem(KeyPairGenerator.getInstance("Ed448").generateKeyPair()),
        "key holds a key on another curve");
    assertBad(text("nothing"), "key holds no PEM private key");
    assertBad(text(""), "key holds no PEM private key");
    KeyPair pair = pair("ES256");
    String jwk = jwk(pair, "");
    assertBad(text(jwk.substring(0, jwk.length() - 9)), "key holds no JWK that can be read");
    assertBad(text(jwk.replaceFirst(",\"d\".*", "}")), "key holds no private key");
    assertBad(
        text("{\"kty\":\"oct\",\"k\":\"c2VjcmV0c2VjcmV0c2VjcmV0\"}"),
        "key holds no JWK that can be read");
    String pem = new String(pem(pair), StandardCharsets.US_ASCII);
    assertBad(
        text(pem.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY")),
        "key holds an encrypted key; a plain PKCS#8 key is needed");
    assertBad(text(pem.substring(0, 80)), "key ends within a PEM block");
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void assertBad(byte[] content, String why) {
    assertThatThrownBy(() -> SigningKey.of("key", content))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            why + "; allowed: RSA of 2048 bits or more, EC on P-256, Ed25519 (Java 15 or newer)")
        .satisfies(
            e ->
                assertThat(e.getMessage().toLowerCase(Locale.ROOT))
                    .doesNotContain("\n", "c2vjcmv0", "begin"));
  }
}
