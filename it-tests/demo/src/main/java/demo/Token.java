package demo;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;

/**
 * Stands for an identity provider: makes a key, writes its public half into a folder as {@code
 * jwks.json}, and prints a token for {@code alice} that is good for an hour.
 */
public final class Token {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private Token() {}

  /** Takes the folder. */
  public static void main(String[] args) throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    RSAPublicKey key = (RSAPublicKey) pair.getPublic();
    String keys =
        "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"demo\",\"n\":\""
            + BASE64.encodeToString(unsigned(key.getModulus()))
            + "\",\"e\":\""
            + BASE64.encodeToString(unsigned(key.getPublicExponent()))
            + "\"}]}";
    Path file = Paths.get(args[0], "jwks.json");
    Files.write(file, keys.getBytes(StandardCharsets.UTF_8));
    long now = System.currentTimeMillis() / 1000;
    String claims =
        "{\"iss\":\"https://idp.example\",\"aud\":\"shop\",\"sub\":\"alice\",\"iat\":"
            + now
            + ",\"exp\":"
            + (now + 3600)
            + "}";
    String signed =
        text("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"demo\"}") + "." + text(claims);
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(pair.getPrivate());
    signature.update(signed.getBytes(StandardCharsets.US_ASCII));
    System.out.println(signed + "." + BASE64.encodeToString(signature.sign()));
  }

  private static String text(String json) {
    return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  /** Without the byte that only holds a sign. */
  private static byte[] unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes[0] == 0 ? java.util.Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }
}
