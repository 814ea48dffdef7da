package dev.remora.jmh;

/** The setting {@code balance}, as a benchmark's parameter. */
final class Policy {
  private Policy() {}

  /** The settings for a parameter. */
  static String settings(String policy) {
    if (policy.equals("default")) {
      return "";
    }
    return "balance: " + policy + (isHash(policy) ? ", hash-on: header:x-key" : "");
  }

  /** Whether it sends one key to one endpoint. */
  static boolean isHash(String policy) {
    return policy.equals("ring-hash") || policy.equals("maglev");
  }
}
