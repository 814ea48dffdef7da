package dev.remora.core.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * Wraps the older encodings of private keys into PKCS#8 (RFC 5208), the only one the JDK reads. The
 * tools of Consul and OpenSSL write them by default.
 */
final class Pkcs8 {
  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;
  private static final int PARAMETERS = 0xA0;

  private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

  /** AlgorithmIdentifier of rsaEncryption, 1.2.840.113549.1.1.1, with its NULL (RFC 3279). */
  private static final byte[] RSA = {
    0x30,
    0x0D,
    0x06,
    0x09,
    0x2A,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xF7,
    0x0D,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };

  /** OBJECT IDENTIFIER of ecPublicKey, 1.2.840.10045.2.1 (RFC 5480). */
  private static final byte[] EC = {
    0x06, 0x07, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x02, 0x01
  };

  private Pkcs8() {}

  /** From an RSAPrivateKey (RFC 8017, A.1.2). */
  static byte[] fromPkcs1(byte[] key) {
    return element(SEQUENCE, VERSION_0, RSA, element(OCTET_STRING, key));
  }

  /** From an ECPrivateKey (RFC 5915) that names its curve. */
  static byte[] fromSec1(byte[] key) throws IOException {
    byte[] algorithm = element(SEQUENCE, EC, curve(key));
    return element(SEQUENCE, VERSION_0, algorithm, element(OCTET_STRING, key));
  }

  /** What stands in the {@code [0] parameters} of an ECPrivateKey. */
  private static byte[] curve(byte[] key) throws IOException {
    try {
      int[] at = {0};
      enter(key, at);
      while (at[0] < key.length) {
        int tag = key[at[0]] & 0xFF;
        int length = enter(key, at);
        if (tag == PARAMETERS) {
          return Arrays.copyOfRange(key, at[0], at[0] + length);
        }
        at[0] += length;
      }
    } catch (IndexOutOfBoundsException e) {
      throw new IOException("an EC private key is cut off", e);
    }
    throw new IOException("an EC private key names no curve; convert it to PKCS#8");
  }

  /** Steps over a tag and its length, which is returned. */
  private static int enter(byte[] der, int[] at) {
    int first = der[at[0] + 1] & 0xFF;
    at[0] += 2;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < (first & 0x7F); i++) {
      length = (length << 8) | (der[at[0]++] & 0xFF);
    }
    if (length < 0 || length > der.length - at[0]) {
      throw new IndexOutOfBoundsException();
    }
    return length;
  }

  private static byte[] element(int tag, byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(length + 5);
    out.write(tag);
    if (length < 0x80) {
      out.write(length);
    } else {
      if (length < 0x100) {
        out.write(0x81);
      } else {
        out.write(0x82);
        out.write(length >> 8);
      }
      out.write(length);
    }
    for (byte[] part : parts) {
      out.write(part, 0, part.length);
    }
    return out.toByteArray();
  }
}
