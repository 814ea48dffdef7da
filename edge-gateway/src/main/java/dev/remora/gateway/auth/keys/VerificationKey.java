package dev.remora.gateway.auth.keys;

import com.google.gson.JsonObject;
import dev.remora.gateway.auth.Json;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.gson.io.GsonDeserializer;
import io.jsonwebtoken.security.Jwk;
import io.jsonwebtoken.security.Jwks;
import io.jsonwebtoken.security.SignatureAlgorithm;
import io.jsonwebtoken.security.VerifySecureDigestRequest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.security.Key;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A public key that tokens are verified with, for the algorithms that its type is for and no others
 * (RFC 8725, section 3.1): an RSA key never verifies an HMAC.
 */
public final class VerificationKey {
  private static final int LEAST_RSA_BITS = 2048;
  private static final int MOST_RSA_BITS = 8192;

  /** What an RSA key of this size takes to verify, about 0.1 ms, an event loop can bear. */
  private static final int QUICK_RSA_BITS = 4096;

  private static final Map<String, SignatureAlgorithm> RSA =
      byName(
          Jwts.SIG.RS256,
          Jwts.SIG.RS384,
          Jwts.SIG.RS512,
          Jwts.SIG.PS256,
          Jwts.SIG.PS384,
          Jwts.SIG.PS512);

  private final String id;
  private final PublicKey key;
  private final Map<String, SignatureAlgorithm> algorithms;
  private final boolean slow;
  private volatile boolean retired;

  private VerificationKey(String id, PublicKey key, Map<String, SignatureAlgorithm> algorithms) {
    this.id = id;
    this.key = key;
    this.slow = !(key instanceof RSAPublicKey rsa) || rsa.getModulus().bitLength() > QUICK_RSA_BITS;
    this.algorithms = algorithms;
  }

  /**
   * Reads a JWK (RFC 7517) of a set.
   *
   * @return null: it is of no use here, such as one that encrypts, or of a type that is not known
   */
  static VerificationKey of(Map<String, Object> jwk) {
    String use = Json.string(jwk, "use");
    List<String> operations = Json.strings(jwk, "key_ops");
    if ((jwk.containsKey("use") && !"sig".equals(use))
        || operations == null
        || (!operations.isEmpty() && !operations.contains("verify"))) {
      return null;
    }
    PublicKey key = key(jwk);
    Map<String, SignatureAlgorithm> algorithms = key == null ? Map.of() : algorithms(key);
    if (jwk.containsKey("alg")) {
      SignatureAlgorithm only = algorithms.get(String.valueOf(jwk.get("alg")));
      algorithms = only == null ? Map.of() : byName(only);
    }
    return algorithms.isEmpty()
        ? null
        : new VerificationKey(Json.string(jwk, "kid"), key, algorithms);
  }

  /** The public half alone, whatever else the set tells. */
  private static PublicKey key(Map<String, Object> jwk) {
    JsonObject bare = new JsonObject();
    for (String name : List.of("kty", "crv", "x", "y", "n", "e")) {
      if (jwk.get(name) instanceof String value) {
        bare.addProperty(name, value);
      }
    }
    try {
      Jwk<?> read =
          Jwks.parser().json(new GsonDeserializer<Map<String, ?>>()).build().parse(bare.toString());
      Key key = read.toKey();
      return key instanceof PublicKey publicKey ? publicKey : null;
    } catch (JwtException | IllegalArgumentException e) {
      return null;
    }
  }

  private static Map<String, SignatureAlgorithm> algorithms(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      int bits = rsa.getModulus().bitLength();
      // An exponent of 1 makes every text its own signature.
      boolean sound = rsa.getPublicExponent().testBit(0) && rsa.getPublicExponent().bitLength() > 1;
      boolean sized = bits >= LEAST_RSA_BITS && bits <= MOST_RSA_BITS;
      return sized && sound && !Roca.made(rsa.getModulus()) ? RSA : Map.of();
    }
    if (key instanceof ECPublicKey ec) {
      return switch (ec.getParams().getOrder().bitLength()) {
        case 256 -> byName(Jwts.SIG.ES256);
        case 384 -> byName(Jwts.SIG.ES384);
        case 521 -> byName(Jwts.SIG.ES512);
        default -> Map.of();
      };
    }
    return key.getAlgorithm().startsWith("Ed") ? byName(Jwts.SIG.EdDSA) : Map.of();
  }

  private static Map<String, SignatureAlgorithm> byName(SignatureAlgorithm... algorithms) {
    Map<String, SignatureAlgorithm> byName = new HashMap<>();
    for (SignatureAlgorithm algorithm : algorithms) {
      byName.put(algorithm.getId(), algorithm);
    }
    return Map.copyOf(byName);
  }

  /** Its {@code kid}; null: it has none. */
  String id() {
    return id;
  }

  /** Whether it is for {@code algorithm}. */
  boolean isFor(String algorithm) {
    return algorithms.containsKey(algorithm);
  }

  /** Whether a verification takes so long that it does not belong on an event loop. */
  public boolean isSlow() {
    return slow;
  }

  /** Whether the issuer has taken it back: what it had verified is not to be relied on. */
  public boolean isRetired() {
    return retired;
  }

  void retire() {
    retired = true;
  }

  /**
   * Whether {@code signature} is this key's. Nothing but the signature is given to jjwt, which
   * would otherwise read what the token's header says of keys, compression and times.
   *
   * @param algorithm what the token says
   * @param content what was signed
   */
  public boolean verifies(String algorithm, byte[] content, byte[] signature) {
    SignatureAlgorithm verifier = algorithms.get(algorithm);
    if (verifier == null) {
      return false;
    }
    try {
      return verifier.verify(new Signed(new ByteArrayInputStream(content), key, signature));
    } catch (JwtException | IllegalArgumentException e) {
      return false;
    }
  }

  private static final class Signed implements VerifySecureDigestRequest<PublicKey> {
    private final InputStream content;
    private final PublicKey key;
    private final byte[] signature;

    Signed(InputStream content, PublicKey key, byte[] signature) {
      this.content = content;
      this.key = key;
      this.signature = signature;
    }

    @Override
    public InputStream getPayload() {
      return content;
    }

    @Override
    public PublicKey getKey() {
      return key;
    }

    @Override
    public byte[] getDigest() {
      return signature;
    }

    @Override
    public Provider getProvider() {
      return null;
    }

    @Override
    public SecureRandom getSecureRandom() {
      return null;
    }
  }

  /** Whether {@code other} is the same key for the same use. */
  boolean isSame(VerificationKey other) {
    return java.util.Objects.equals(id, other.id)
        && key.equals(other.key)
        && algorithms.keySet().equals(other.algorithms.keySet());
  }

  @Override
  public String toString() {
    return "key " + id;
  }
}
