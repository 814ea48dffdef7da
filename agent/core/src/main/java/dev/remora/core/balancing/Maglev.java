package dev.remora.core.balancing;

import dev.remora.core.config.HashOn;
import dev.remora.core.routing.LiveEndpoint;
import dev.remora.core.routing.RequestInfo;

/**
 * The same endpoint for the same key, by a table that the endpoints have filled in turns, each in
 * an order of its own (Eisenbud and others: Maglev, NSDI 2016, section 3.4). Shares are more even
 * than those of a ring, and a look-up is one read; when an endpoint leaves, a few more keys than
 * its own move. An endpoint that has too much in flight is passed over, see {@link BoundedLoad}.
 *
 * <p>The table has 65537 entries, as in the paper and Envoy's {@code table_size}; above 655
 * endpoints ten times as many, as each should have a hundred. Weights as in Envoy: an endpoint of
 * half the weight takes every second turn. Requests without a key go anywhere.
 */
public final class Maglev implements Policy {
  private static final int SMALL = 65537;
  private static final int LARGE = 655373;

  private final HashKey key;
  private final double bound;
  private final RandomBits random;

  /**
   * A table.
   *
   * @param on what the key is; null: there is none
   * @param bound how many times the mean an endpoint may have in flight
   */
  public Maglev(HashOn on, double bound, RandomBits random) {
    this.key = new HashKey(on);
    this.bound = bound;
    this.random = random;
  }

  @Override
  public LoadBalancer over(final Rotation rotation) {
    final int[] table = table(rotation, rotation.size() <= SMALL / 100 ? SMALL : LARGE);
    final Shares shares = new Shares(rotation);
    final BoundedLoad load = new BoundedLoad(rotation, bound);
    return new LoadBalancer() {
      @Override
      public LiveEndpoint pick(RequestInfo request, long now) {
        long hash = key.hash(request);
        if (hash == HashKey.NONE) {
          return rotation.get(shares.at(random.next()));
        }
        int at = (int) (((hash >>> 32) * table.length) >>> 32);
        int all = load.all(now);
        for (int i = 0; i < table.length; i++) {
          if (load.hasRoom(table[at], all)) {
            return rotation.get(table[at]);
          }
          at = at + 1 < table.length ? at + 1 : 0;
        }
        // More has begun than was counted: nobody has room.
        return rotation.get(shares.at(hash));
      }
    };
  }

  private static int[] table(Rotation rotation, int length) {
    int size = rotation.size();
    int[] next = new int[size];
    int[] skip = new int[size];
    double[] credit = new double[size];
    double heaviest = 0;
    for (int i = 0; i < size; i++) {
      long hash = Hashes.of(rotation.get(i));
      next[i] = (int) Long.remainderUnsigned(hash, length);
      skip[i] = (int) Long.remainderUnsigned(Hashes.mix(hash + 1), length - 1) + 1;
      heaviest = Math.max(heaviest, rotation.weight(i));
    }
    // An entry is its endpoint plus 1 until all are taken.
    int[] table = new int[length];
    int taken = 0;
    while (true) {
      for (int i = 0; i < size; i++) {
        credit[i] += rotation.weight(i);
        if (credit[i] < heaviest) {
          continue;
        }
        credit[i] -= heaviest;
        while (table[next[i]] != 0) {
          next[i] = after(next[i], skip[i], length);
        }
        table[next[i]] = i + 1;
        if (++taken == length) {
          for (int j = 0; j < length; j++) {
            table[j]--;
          }
          return table;
        }
      }
    }
  }

  private static int after(int at, int skip, int length) {
    int next = at + skip;
    return next >= length ? next - length : next;
  }
}
