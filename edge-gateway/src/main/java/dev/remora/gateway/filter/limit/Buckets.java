package dev.remora.gateway.filter.limit;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The token buckets of one limit, by key; a bounded number of them, for all event loops, without a
 * lock.
 *
 * <p>A bucket that is full again is as good as none, and its place is taken by the next key. Where
 * all places that a key may have are taken by buckets that are not full, the fullest of them makes
 * room, and the new key <em>begins with its debt</em> (as in the Space-Saving algorithm, Metwally
 * et al. 2005). So whoever sends many keys can't have an empty bucket forgotten: a key that is not
 * kept never owes more than any that is, and gets no more than its limit when it comes back. The
 * price is paid by keys that are new in such a flood: they may get less.
 *
 * <p>Two event loops that meet at the same bucket in the moment in which it makes room may both
 * count on it: the error is one request for each of them.
 */
final class Buckets {
  /** Places that a key may have. */
  private static final int WAYS = 8;

  private final AtomicReferenceArray<AtomicReferenceArray<Bucket>> sets;

  /**
   * Room for {@code keys}, and for as many again: keys are not spread evenly.
   *
   * @param keys at least 1
   */
  Buckets(int keys) {
    int wanted = Math.max(1, (int) Math.min(1 << 26, 2L * keys / WAYS));
    this.sets = new AtomicReferenceArray<>(Integer.highestOneBit(2 * wanted - 1));
  }

  /**
   * Takes a token.
   *
   * @param key a hash of it that no client can foresee, see {@link KeyHash}
   * @param now nanoseconds, greater than 0
   * @return greater than 0: there is none, and the next comes in so many nanoseconds; else what the
   *     bucket owes now, in nanoseconds below 0
   */
  long take(long key, Rate rate, long now) {
    long token = rate.tokenNanos();
    long full = rate.fullNanos();
    while (true) {
      Bucket bucket = bucket(key);
      long before = bucket.get();
      // Under a limit that was changed it may have owed more than it can.
      long debt = Math.min(Math.max(0, before - now), full) + token;
      if (debt > full) {
        return debt - full;
      }
      if (bucket.compareAndSet(before, now + debt)) {
        return -debt;
      }
    }
  }

  /** Gives a token back that was taken for nothing. */
  void giveBack(long key, Rate rate) {
    AtomicReferenceArray<Bucket> set = sets.get(index(key));
    for (int i = 0; set != null && i < WAYS; i++) {
      Bucket bucket = set.get(i);
      if (bucket != null && bucket.key == key) {
        bucket.addAndGet(-rate.tokenNanos());
        return;
      }
    }
  }

  private Bucket bucket(long key) {
    AtomicReferenceArray<Bucket> set = set(index(key));
    while (true) {
      int place = -1;
      Bucket fullest = null;
      for (int i = 0; i < WAYS; i++) {
        Bucket bucket = set.get(i);
        if (bucket == null) {
          // Places are taken in order: there is none behind it.
          place = i;
          fullest = null;
          break;
        }
        if (bucket.key == key) {
          return bucket;
        }
        if (fullest == null || bucket.get() < fullest.get()) {
          place = i;
          fullest = bucket;
        }
      }
      Bucket fresh = new Bucket(key, fullest == null ? 0 : fullest.get());
      if (set.compareAndSet(place, fullest, fresh)) {
        return fresh;
      }
    }
  }

  private AtomicReferenceArray<Bucket> set(int index) {
    AtomicReferenceArray<Bucket> set = sets.get(index);
    if (set == null) {
      AtomicReferenceArray<Bucket> fresh = new AtomicReferenceArray<>(WAYS);
      set = sets.compareAndSet(index, null, fresh) ? fresh : sets.get(index);
    }
    return set;
  }

  private int index(long key) {
    return (int) (key >>> 32) & (sets.length() - 1);
  }

  /** When it is full again, and whose it is. */
  private static final class Bucket extends AtomicLong {
    private static final long serialVersionUID = 1L;

    private final long key;

    Bucket(long key, long fullAt) {
      super(fullAt);
      this.key = key;
    }
  }
}
