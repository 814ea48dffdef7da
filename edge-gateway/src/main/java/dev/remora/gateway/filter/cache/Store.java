package dev.remora.gateway.filter.cache;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * All responses that are kept, on all event loops, in no more than so many bytes. What was not used
 * since it was last looked at goes first (second chance). No look-up locks or writes anything but
 * that it was used.
 */
final class Store {
  private static final int MOST_VARIANTS = 16;

  private final long most;
  private final AtomicLong bytes = new AtomicLong();
  private final ConcurrentMap<String, List<Stored>> byKey = new ConcurrentHashMap<>();
  private final Queue<Place> order = new ConcurrentLinkedQueue<>();

  private record Place(String key, Stored stored) {}

  Store(long most) {
    this.most = most;
  }

  /** What is kept for such a request; null: nothing. */
  Stored find(String key, MultiMap request) {
    List<Stored> variants = byKey.get(key);
    for (int i = 0; variants != null && i < variants.size(); i++) {
      Stored stored = variants.get(i);
      if (stored.isFor(request)) {
        if (!stored.used) {
          stored.used = true;
        }
        return stored;
      }
    }
    return null;
  }

  void put(String key, Stored stored) {
    byKey.compute(
        key,
        (same, before) -> {
          List<Stored> others = before == null ? List.of() : before;
          List<Stored> kept =
              others.stream()
                  .filter(other -> !other.isSameVariant(stored))
                  .limit(MOST_VARIANTS - 1)
                  .toList();
          others.stream().filter(other -> !kept.contains(other)).forEach(Store::forget);
          return Stream.concat(Stream.of(stored), kept.stream()).toList();
        });
    bytes.addAndGet(stored.bytes());
    order.add(new Place(key, stored));
    while (bytes.get() > most) {
      Place first = order.poll();
      if (first == null) {
        return;
      }
      if (first.stored.used && !first.stored.gone && bytes.get() <= 2 * most) {
        first.stored.used = false;
        order.add(first);
      } else {
        bytes.addAndGet(-first.stored.bytes());
        remove(first);
      }
    }
  }

  /** Its room is free when its turn comes. */
  private static void forget(Stored stored) {
    stored.gone = true;
  }

  private void remove(Place place) {
    byKey.computeIfPresent(
        place.key,
        (key, variants) -> {
          if (!variants.contains(place.stored)) {
            return variants;
          }
          forget(place.stored);
          List<Stored> left = variants.stream().filter(one -> one != place.stored).toList();
          return left.isEmpty() ? null : left;
        });
  }

  /** Keeps nothing under {@code key} any more. */
  void remove(String key) {
    byKey.computeIfPresent(
        key,
        (same, variants) -> {
          variants.forEach(Store::forget);
          return null;
        });
  }

  /** What it takes, with what is not to be found any more and whose turn has not come. */
  long bytes() {
    return bytes.get();
  }
}
