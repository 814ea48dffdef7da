package dev.remora.gateway.auth.keys;

import java.math.BigInteger;

/**
 * RSA keys that a widely used chip made so that they can be factored (CVE-2017-15361): their
 * modulus is a power of 65537 modulo each of the first primes, which chance makes of one key in
 * 2^27 or fewer.
 */
final class Roca {
  private static final int[] PRIMES = {
    11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157
  };

  private static final int GENERATOR = 65537;

  private Roca() {}

  /** Whether {@code modulus} is one of theirs. */
  static boolean made(BigInteger modulus) {
    for (int prime : PRIMES) {
      if (!isPower(modulus.mod(BigInteger.valueOf(prime)).intValue(), prime)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPower(int residue, int prime) {
    int power = 1;
    do {
      if (power == residue) {
        return true;
      }
      power = power * (GENERATOR % prime) % prime;
    } while (power != 1);
    return false;
  }
}
