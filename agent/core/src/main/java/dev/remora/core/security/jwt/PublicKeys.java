package dev.remora.core.security.jwt;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;

/** The public half of a private key, which PKCS#8 does not always hold. */
final class PublicKeys {
  private static final int SEED_BYTES = 32;

  private PublicKeys() {}

  static PublicKey of(PrivateKey key) throws GeneralSecurityException {
    if (key instanceof RSAPrivateCrtKey) {
      RSAPrivateCrtKey rsa = (RSAPrivateCrtKey) key;
      return KeyFactory.getInstance("RSA")
          .generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent()));
    }
    if (key instanceof ECPrivateKey) {
      ECPrivateKey ec = (ECPrivateKey) key;
      ECPoint point = times(ec.getS(), ec.getParams());
      return KeyFactory.getInstance("EC")
          .generatePublic(new ECPublicKeySpec(point, ec.getParams()));
    }
    return ofEd25519(key);
  }

  /** A pair is made from 32 random bytes, which are the private key (RFC 8032, section 5.1.5). */
  private static PublicKey ofEd25519(PrivateKey key) throws GeneralSecurityException {
    byte[] pkcs8 = key.getEncoded();
    byte[] seed = Arrays.copyOfRange(pkcs8, pkcs8.length - SEED_BYTES, pkcs8.length);
    KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
    generator.initialize(255, new Fixed(seed));
    return generator.generateKeyPair().getPublic();
  }

  /** The base point added to itself {@code scalar} times (SEC 1, section 2.2.1). */
  private static ECPoint times(BigInteger scalar, ECParameterSpec curve) {
    BigInteger p = ((ECFieldFp) curve.getCurve().getField()).getP();
    ECPoint sum = ECPoint.POINT_INFINITY;
    for (int bit = scalar.bitLength() - 1; bit >= 0; bit--) {
      sum = add(sum, sum, curve, p);
      if (scalar.testBit(bit)) {
        sum = add(sum, curve.getGenerator(), curve, p);
      }
    }
    return sum;
  }

  private static ECPoint add(ECPoint a, ECPoint b, ECParameterSpec curve, BigInteger p) {
    if (a.equals(ECPoint.POINT_INFINITY)) {
      return b;
    }
    BigInteger x = a.getAffineX();
    BigInteger y = a.getAffineY();
    BigInteger slope;
    if (a.equals(b)) {
      BigInteger three = BigInteger.valueOf(3);
      slope =
          three
              .multiply(x.pow(2))
              .add(curve.getCurve().getA())
              .multiply(y.shiftLeft(1).modInverse(p));
    } else {
      slope = b.getAffineY().subtract(y).multiply(b.getAffineX().subtract(x).mod(p).modInverse(p));
    }
    BigInteger sumX = slope.pow(2).subtract(x).subtract(b.getAffineX()).mod(p);
    return new ECPoint(sumX, slope.multiply(x.subtract(sumX)).subtract(y).mod(p));
  }

  private static final class Fixed extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final byte[] bytes;

    Fixed(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public synchronized void nextBytes(byte[] target) {
      System.arraycopy(bytes, 0, target, 0, target.length);
    }
  }
}
