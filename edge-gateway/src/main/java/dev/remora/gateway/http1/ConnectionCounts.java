package dev.remora.gateway.http1;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many connections there are, of all event loops together. Safe for use by threads. */
public final class ConnectionCounts {
  private final AtomicInteger all = new AtomicInteger();
  private final ConcurrentHashMap<String, Integer> perAddress = new ConcurrentHashMap<>();

  /** Counts one more of {@code address}, if there may be; {@link #remove} undoes it. */
  boolean add(String address, int most, int mostOfAddress) {
    if (all.incrementAndGet() > most) {
      all.decrementAndGet();
      return false;
    }
    if (perAddress.merge(address, 1, Integer::sum) > mostOfAddress) {
      remove(address);
      return false;
    }
    return true;
  }

  void remove(String address) {
    all.decrementAndGet();
    perAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
  }

  /** How many there are now. */
  public int all() {
    return all.get();
  }

  @Override
  public String toString() {
    return all + " connections of " + perAddress.size() + " addresses";
  }
}
