package dev.remora.core.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Paths;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Certificates and private keys out of PEM files (RFC 7468). No message quotes a file's content.
 */
public final class Pem {
  /** No certificate bundle in use comes near this. */
  private static final int MAX_BYTES = 4 << 20;

  /** The object identifier 1.3.101.112 (RFC 8410). */
  private static final byte[] ED25519 = {0x06, 0x03, 0x2B, 0x65, 0x70};

  private static final String BEGIN = "-----BEGIN ";
  private static final String DASHES = "-----";

  private Pem() {}

  /** All certificates of a file, in its order; at least one. */
  static List<X509Certificate> certificates(String file) throws IOException {
    List<X509Certificate> certificates = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (Block block : blocks(file, read(file))) {
        if (block.label.endsWith("CERTIFICATE")) {
          certificates.add(
              (X509Certificate)
                  factory.generateCertificate(new ByteArrayInputStream(block.content)));
        }
      }
    } catch (CertificateException e) {
      throw new IOException(file + " holds a certificate that can't be read", e);
    }
    if (certificates.isEmpty()) {
      throw new IOException(file + " holds no PEM certificate");
    }
    return certificates;
  }

  /** The first private key of a file. */
  static PrivateKey privateKey(String file) throws IOException {
    return privateKey(file, read(file));
  }

  /**
   * The first private key of a file that was read already.
   *
   * @param file its name, for messages
   * @throws IOException if there is none that can be used
   */
  public static PrivateKey privateKey(String file, String text) throws IOException {
    for (Block block : blocks(file, text)) {
      switch (block.label) {
        case "PRIVATE KEY":
          return key(block.content, file);
        case "RSA PRIVATE KEY":
          return key(Pkcs8.fromPkcs1(block.content), file);
        case "EC PRIVATE KEY":
          return key(Pkcs8.fromSec1(block.content), file);
        case "ENCRYPTED PRIVATE KEY":
          throw new IOException(file + " holds an encrypted key; a plain PKCS#8 key is needed");
        default:
          break;
      }
    }
    throw new IOException(file + " holds no PEM private key");
  }

  private static PrivateKey key(byte[] pkcs8, String file) throws IOException {
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pkcs8);
    for (String algorithm : new String[] {"RSA", "EC", "EdDSA"}) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (GeneralSecurityException e) {
        // Which algorithm it is stands inside the encoding: the next one may fit.
      }
    }
    throw new IOException(
        file
            + (indexOf(pkcs8, ED25519) >= 0
                ? " holds an Ed25519 key, which needs Java 15"
                : " holds a private key that is neither RSA nor EC"));
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int i = 0; i + part.length <= bytes.length; i++) {
      if (Arrays.equals(Arrays.copyOfRange(bytes, i, i + part.length), part)) {
        return i;
      }
    }
    return -1;
  }

  private static List<Block> blocks(String file, String text) throws IOException {
    List<Block> blocks = new ArrayList<>();
    int at = text.indexOf(BEGIN);
    while (at >= 0) {
      int labelEnd = text.indexOf(DASHES, at + BEGIN.length());
      if (labelEnd < 0) {
        break;
      }
      String label = text.substring(at + BEGIN.length(), labelEnd);
      int end = text.indexOf("-----END " + label + DASHES, labelEnd);
      if (end < 0) {
        throw new IOException(file + " ends within a PEM block");
      }
      String content = text.substring(labelEnd + DASHES.length(), end);
      // "EC PARAMETERS" and the headers of an old-style encrypted key are of no use here.
      if (content.indexOf(':') >= 0) {
        throw new IOException(file + " holds an encrypted key; a plain PKCS#8 key is needed");
      }
      try {
        blocks.add(new Block(label, Base64.getMimeDecoder().decode(content)));
      } catch (IllegalArgumentException e) {
        throw new IOException(file + " holds a PEM block that is not base64", e);
      }
      at = text.indexOf(BEGIN, end);
    }
    return blocks;
  }

  private static String read(String file) throws IOException {
    try {
      if (Files.size(Paths.get(file)) > MAX_BYTES) {
        throw new IOException(file + " is too large for a PEM file");
      }
      return new String(Files.readAllBytes(Paths.get(file)), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw new IOException(file + " does not exist", e);
    } catch (InvalidPathException e) {
      throw new IOException(file + " is no file name", e);
    }
  }

  private static final class Block {
    final String label;
    final byte[] content;

    Block(String label, byte[] content) {
      this.label = label;
      this.content = content;
    }
  }
}
