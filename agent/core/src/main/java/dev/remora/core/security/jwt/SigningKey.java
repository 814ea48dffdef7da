package dev.remora.core.security.jwt;

import dev.remora.core.config.ConfigException;
import dev.remora.core.transport.Pem;
import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.gson.io.GsonDeserializer;
import io.jsonwebtoken.gson.io.GsonSerializer;
import io.jsonwebtoken.security.Jwk;
import io.jsonwebtoken.security.Jwks;
import io.jsonwebtoken.security.PrivateJwk;
import io.jsonwebtoken.security.SignatureAlgorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;

/** A private key that signs tokens. Immutable; it shows nothing of itself but its {@code kid}. */
public final class SigningKey {
  private static final String ALLOWED =
      "; allowed: RSA of 2048 bits or more, EC on P-256, Ed25519 (Java 15 or newer)";

  private final PrivateKey key;
  private final String id;
  private final SignatureAlgorithm algorithm;

  private SigningKey(PrivateKey key, String id, SignatureAlgorithm algorithm) {
    this.key = key;
    this.id = id;
    this.algorithm = algorithm;
  }

  /**
   * The key in a PEM file (PKCS#8) or a JWK file (RFC 7517).
   *
   * @param file its name, for messages
   * @throws ConfigException if it holds none that can be used, without quoting it
   */
  public static SigningKey of(String file, byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    try {
      return text.trim().startsWith("{") ? ofJwk(file, text) : ofPem(file, text);
    } catch (IOException e) {
      throw new ConfigException(e.getMessage() + ALLOWED);
    } catch (GeneralSecurityException e) {
      throw new ConfigException(file + " holds a key that can't be used" + ALLOWED);
    }
  }

  private static SigningKey ofPem(String file, String text)
      throws IOException, GeneralSecurityException {
    PrivateKey key = Pem.privateKey(file, text);
    SignatureAlgorithm algorithm = algorithm(file, key);
    String thumbprint = Jwks.builder().key(PublicKeys.of(key)).build().thumbprint().toString();
    return new SigningKey(key, thumbprint, algorithm);
  }

  private static SigningKey ofJwk(String file, String text) throws IOException {
    Jwk<?> jwk;
    try {
      jwk = Jwks.parser().json(new GsonDeserializer<Map<String, ?>>()).build().parse(text);
    } catch (RuntimeException e) {
      // What it says may quote the key.
      throw new IOException(
          file
              + (isEd25519(text) && !hasEdDsa()
                  ? " holds an Ed25519 key, which needs Java 15"
                  : " holds no JWK that can be read"));
    }
    Key key = jwk.toKey();
    if (!(jwk instanceof PrivateJwk) || !(key instanceof PrivateKey)) {
      throw new IOException(file + " holds no private key");
    }
    String id = jwk.getId();
    if (id == null) {
      id = ((PrivateJwk<?, ?, ?>) jwk).toPublicJwk().thumbprint().toString();
    }
    return new SigningKey((PrivateKey) key, id, algorithm(file, (PrivateKey) key));
  }

  private static boolean isEd25519(String jwk) {
    return jwk.contains("\"Ed25519\"");
  }

  private static boolean hasEdDsa() {
    try {
      return java.security.KeyFactory.getInstance("Ed25519") != null;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static SignatureAlgorithm algorithm(String file, PrivateKey key) throws IOException {
    if (key instanceof RSAPrivateKey) {
      int bits = ((RSAPrivateKey) key).getModulus().bitLength();
      if (bits < 2048) {
        throw new IOException(file + " holds an RSA key of " + bits + " bits");
      }
      return Jwts.SIG.RS256;
    }
    if (key instanceof ECPrivateKey) {
      int bits = ((ECPrivateKey) key).getParams().getOrder().bitLength();
      if (bits != 256) {
        throw new IOException(file + " holds an EC key of " + bits + " bits");
      }
      return Jwts.SIG.ES256;
    }
    byte[] pkcs8 = key.getEncoded();
    // RFC 8410, section 7: an Ed448 key is longer.
    if (pkcs8 == null || pkcs8.length > 50) {
      throw new IOException(file + " holds a key on another curve");
    }
    return Jwts.SIG.EdDSA;
  }

  /** Its {@code kid}: the one its JWK has, or its thumbprint (RFC 7638). */
  public String id() {
    return id;
  }

  /**
   * A token that is signed now, with a {@code jti} of its own.
   *
   * @param keyId the {@code kid}; null: that of the key
   * @param nowMillis since 1970
   */
  public String sign(
      String keyId,
      String issuer,
      String subject,
      String audience,
      long nowMillis,
      long lifetimeMillis) {
    JwtBuilder token =
        Jwts.builder()
            .json(new GsonSerializer<>())
            .header()
            .type("JWT")
            .keyId(keyId == null ? id : keyId)
            .and()
            .issuer(issuer)
            .subject(subject)
            .audience()
            .add(audience)
            .and()
            .issuedAt(Date.from(Instant.ofEpochMilli(nowMillis)))
            .expiration(Date.from(Instant.ofEpochMilli(nowMillis + lifetimeMillis)))
            .id(UUID.randomUUID().toString());
    return token.signWith(key, algorithm).compact();
  }

  /**
   * A token that says {@code claims} and nothing else.
   *
   * @param type its {@code typ}
   */
  public String sign(String type, Map<String, ?> claims) {
    return Jwts.builder()
        .json(new GsonSerializer<>())
        .header()
        .type(type)
        .keyId(id)
        .and()
        .claims(claims)
        .signWith(key, algorithm)
        .compact();
  }

  /** Its public half as a JWK (RFC 7517), with the {@code kid} that tokens name. */
  public String publicJwk() {
    try {
      Jwk<?> jwk =
          Jwks.builder()
              .key(PublicKeys.of(key))
              .id(id)
              .algorithm(algorithm.getId())
              .publicKeyUse("sig")
              .build();
      return new com.google.gson.Gson().toJson(new java.util.TreeMap<>(jwk));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key without a public half", e);
    }
  }

  @Override
  public String toString() {
    return "key " + id;
  }
}
