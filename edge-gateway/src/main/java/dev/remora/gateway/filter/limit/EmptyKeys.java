package dev.remora.gateway.filter.limit;

/**
 * Keys of which it is known when their next token comes: the last one for each of a few places.
 * Belongs to one event loop.
 */
final class EmptyKeys {
  private static final int PLACES = 1024;

  private final long[] keys = new long[PLACES];
  private final long[] until = new long[PLACES];

  /** The bucket of {@code key} under the limit of that number has none for {@code nanos}. */
  void add(int limit, long key, long nanos) {
    long which = key + limit;
    keys[place(which)] = which;
    until[place(which)] = System.nanoTime() + nanos;
  }

  /** In how many nanoseconds one comes; 0 or less: that is not known, or it has come. */
  long wait(int limit, long key) {
    long which = key + limit;
    return keys[place(which)] == which ? until[place(which)] - System.nanoTime() : 0;
  }

  private static int place(long which) {
    return (int) which & (PLACES - 1);
  }
}
