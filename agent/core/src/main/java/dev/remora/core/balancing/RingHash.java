package dev.remora.core.balancing;

import dev.remora.core.config.HashOn;
import dev.remora.core.routing.LiveEndpoint;
import dev.remora.core.routing.RequestInfo;
import java.util.Arrays;

/**
 * The same endpoint for the same key: the next on a ring on which each endpoint has many points, in
 * the way of ketama (Karger and others, 1997). One endpoint that leaves moves its own keys, and no
 * others. An endpoint that has too much in flight is passed over, see {@link BoundedLoad}.
 *
 * <p>An endpoint of mean weight has 160 points as in ketama, or more if there would be less than
 * 1024 in all, Envoy's {@code minimum_ring_size}; or fewer, down to one, if there would be more
 * than 2^18. Requests without a key go anywhere.
 */
public final class RingHash implements Policy {
  private static final int POINTS = 160;
  private static final int LEAST_RING = 1024;
  private static final int MOST_RING = 1 << 18;

  private final HashKey key;
  private final double bound;
  private final RandomBits random;

  /**
   * A ring.
   *
   * @param on what the key is; null: there is none
   * @param bound how many times the mean an endpoint may have in flight
   */
  public RingHash(HashOn on, double bound, RandomBits random) {
    this.key = new HashKey(on);
    this.bound = bound;
    this.random = random;
  }

  @Override
  public LoadBalancer over(Rotation rotation) {
    return new Ring(rotation, key, new BoundedLoad(rotation, bound), new Shares(rotation), random);
  }

  private static final class Ring implements LoadBalancer {
    private final Rotation rotation;
    private final HashKey key;
    private final BoundedLoad load;
    private final Shares shares;
    private final RandomBits random;

    /** The points' places, in order, and whose they are. */
    private final long[] places;

    private final int[] owners;

    /** For the high bits of a place the first point that is not before it. */
    private final int[] guide;

    private final int guideShift;

    Ring(Rotation rotation, HashKey key, BoundedLoad load, Shares shares, RandomBits random) {
      this.rotation = rotation;
      this.key = key;
      this.load = load;
      this.shares = shares;
      this.random = random;
      int size = rotation.size();
      double perWeight =
          Math.max((double) LEAST_RING / size, Math.min(POINTS, (double) MOST_RING / size));
      int[] points = new int[size];
      int all = 0;
      for (int i = 0; i < size; i++) {
        points[i] = Math.max(1, (int) Math.round(perWeight * rotation.weight(i)));
        all += points[i];
      }
      places = new long[all];
      owners = new int[all];
      place(points);
      int bits = 32 - Integer.numberOfLeadingZeros(all);
      guideShift = 63 - bits;
      guide = new int[1 << bits];
      int at = 0;
      for (int i = 0; i < guide.length; i++) {
        while (at < all && places[at] >>> guideShift < i) {
          at++;
        }
        guide[i] = at;
      }
    }

    private void place(int[] points) {
      // A point's place and its number are sorted as one, which boxes nothing.
      int count = 0;
      int indexBits = 32 - Integer.numberOfLeadingZeros(places.length);
      long mask = -1L << indexBits;
      int[] ownerOfPoint = new int[places.length];
      for (int i = 0; i < points.length; i++) {
        long seed = Hashes.of(rotation.get(i));
        for (int j = 0; j < points[i]; j++) {
          ownerOfPoint[count] = i;
          places[count] = ((Hashes.mix(seed + j * 0x9E3779B97F4A7C15L) >>> 1) & mask) | count;
          count++;
        }
      }
      Arrays.sort(places);
      for (int i = 0; i < places.length; i++) {
        owners[i] = ownerOfPoint[(int) (places[i] & ~mask)];
        places[i] &= mask;
      }
    }

    @Override
    public LiveEndpoint pick(RequestInfo request, long now) {
      long hash = key.hash(request);
      if (hash == HashKey.NONE) {
        return rotation.get(shares.at(random.next()));
      }
      long place = hash >>> 1;
      int at = guide[(int) (place >>> guideShift)];
      while (at < places.length && places[at] < place) {
        at++;
      }
      int all = load.all(now);
      for (int i = 0; i < owners.length; i++) {
        int owner = owners[at < owners.length ? at : 0];
        if (load.hasRoom(owner, all)) {
          return rotation.get(owner);
        }
        at = at < owners.length ? at + 1 : 1;
      }
      // More has begun than was counted: nobody has room.
      return rotation.get(shares.at(hash));
    }
  }
}
