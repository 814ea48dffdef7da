package dev.remora.gateway.auth;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes tokens out of text, the wrong ones as well, with nothing but the JDK: not with the code
 * that is to judge them.
 */
public final class Forge {
  private final String id;
  private final String algorithm;
  private final KeyPair pair;

  private Forge(String id, String algorithm, KeyPair pair) {
    this.id = id;
    this.algorithm = algorithm;
    this.pair = pair;
  }

  /** An RSA key of 2048 bits for RS256. */
  public static Forge rsa(String id) {
    return rsa(id, 2048);
  }

  /** An RSA key for RS256. */
  public static Forge rsa(String id, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return new Forge(id, "RS256", generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** An EC key on P-256 for ES256. */
  public static Forge ec(String id) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return new Forge(id, "ES256", generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** An Ed25519 key. */
  public static Forge ed25519(String id) {
    try {
      return new Forge(id, "EdDSA", KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** The public half. */
  public byte[] publicKey() {
    return pair.getPublic().getEncoded();
  }

  /** A token of this key with claims as JSON. */
  public String token(String claims) {
    return sign("{\"alg\":\"" + algorithm + "\",\"kid\":\"" + id + "\",\"typ\":\"JWT\"}", claims);
  }

  /** A token with a header as JSON, signed with this key whatever the header says. */
  public String sign(String header, String claims) {
    String content = base64(header) + "." + base64(claims);
    return content + "." + base64(signature(content));
  }

  private byte[] signature(String content) {
    try {
      Signature signer =
          Signature.getInstance(
              switch (algorithm) {
                case "RS256" -> "SHA256withRSA";
                case "ES256" -> "SHA256withECDSAinP1363Format";
                default -> "Ed25519";
              });
      signer.initSign(pair.getPrivate());
      signer.update(content.getBytes(StandardCharsets.US_ASCII));
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** A token with an HMAC made with {@code secret}. */
  public static String hmac(String header, String claims, byte[] secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      String content = base64(header) + "." + base64(claims);
      return content + "." + base64(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** The public half as a JWK, with {@code more} members such as {@code ,"use":"sig"}. */
  public String jwk(String more) {
    String name = "\"kid\":\"" + id + "\"" + more;
    if (pair.getPublic() instanceof RSAPublicKey rsa) {
      return "{\"kty\":\"RSA\",\"n\":\""
          + base64(unsigned(rsa.getModulus(), 0))
          + "\",\"e\":\""
          + base64(unsigned(rsa.getPublicExponent(), 0))
          + "\","
          + name
          + "}";
    }
    if (pair.getPublic() instanceof ECPublicKey ec) {
      return "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\""
          + base64(unsigned(ec.getW().getAffineX(), 32))
          + "\",\"y\":\""
          + base64(unsigned(ec.getW().getAffineY(), 32))
          + "\","
          + name
          + "}";
    }
    byte[] encoded = publicKey();
    byte[] point = java.util.Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    return "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + base64(point) + "\"," + name + "}";
  }

  /** A JWK set of these keys. */
  public static String jwks(Forge... keys) {
    StringBuilder set = new StringBuilder("{\"keys\":[");
    for (Forge key : keys) {
      set.append(set.length() > 9 ? "," : "").append(key.jwk(""));
    }
    return set.append("]}").toString();
  }

  private static byte[] unsigned(BigInteger number, int length) {
    byte[] signed = number.toByteArray();
    int start = signed.length > 1 && signed[0] == 0 ? 1 : 0;
    int size = Math.max(length, signed.length - start);
    byte[] bytes = new byte[size];
    System.arraycopy(signed, start, bytes, size - signed.length + start, signed.length - start);
    return bytes;
  }

  /** Text in base64url. */
  public static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes in base64url. */
  public static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
