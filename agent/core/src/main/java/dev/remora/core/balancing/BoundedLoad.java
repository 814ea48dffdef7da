package dev.remora.core.balancing;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * Says which endpoints have room: none is to have more than a few times the mean of what all have
 * in flight, whatever the keys are (Mirrokni, Thorup, Zadimoghaddam: Consistent Hashing with
 * Bounded Loads, 2016).
 *
 * <p>What all have is added up once a millisecond, by whoever asks first: a counter of the whole
 * cluster would be a bottleneck of all its callers.
 */
final class BoundedLoad {
  private static final AtomicLongFieldUpdater<BoundedLoad> COUNTED =
      AtomicLongFieldUpdater.newUpdater(BoundedLoad.class, "counted");
  private static final long AFTER = TimeUnit.MILLISECONDS.toNanos(1);

  private final Rotation rotation;
  private final double factor;
  private volatile long counted;
  private volatile int all;

  BoundedLoad(Rotation rotation, double factor) {
    this.rotation = rotation;
    this.factor = factor;
    this.all = count();
  }

  /** What all have in flight, about. */
  int all(long now) {
    long before = counted;
    long age = now - before;
    if ((age >= AFTER || age < 0) && COUNTED.compareAndSet(this, before, now)) {
      all = count();
    }
    return all;
  }

  private int count() {
    int sum = 0;
    for (int i = 0; i < rotation.size(); i++) {
      sum += rotation.stats(i).inFlight();
    }
    return sum;
  }

  /** Whether the endpoint may get one more when {@code all} are in flight. */
  boolean hasRoom(int index, int all) {
    double mean = (all + 1) * rotation.weight(index) / rotation.size();
    // Rounded down the bound is kept exactly; but somewhere there must be room for all.
    return rotation.stats(index).inFlight() + 1 <= Math.max(Math.ceil(mean), factor * mean);
  }
}
