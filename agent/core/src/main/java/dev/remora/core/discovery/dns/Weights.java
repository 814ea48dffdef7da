package dev.remora.core.discovery.dns;

/**
 * From the weights of SRV records to those of endpoints.
 *
 * <p>A record's weight is that of its target, however many addresses it has, so these share it. As
 * weights are whole numbers all of them are multiplied by what makes the shares whole, as far as
 * they stay below 65536. Weight 0 counts as 1: with RFC 2782's way of choosing, such a record has 1
 * chance in the sum and 1.
 */
final class Weights {
  private static final long MOST = 65_535;

  private long factor = 1;
  private long largest = 1;

  /** Takes a record into account, before any {@link #share}. */
  void add(int weight, int addresses) {
    largest = Math.max(largest, weight);
    long next = factor / divisor(factor, addresses) * addresses;
    // Beyond that shares can't be exact anyway.
    factor = Math.min(next, MOST);
  }

  /** What one address of a record has, 1 to 65535. */
  int share(int weight, int addresses) {
    long multiple = Math.max(1, Math.min(factor, MOST / largest));
    return (int) Math.max(1, Math.max(1, weight) * multiple / addresses);
  }

  private static long divisor(long a, long b) {
    return b == 0 ? a : divisor(b, a % b);
  }
}
