package dev.remora.gateway.metrics;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Things by name that are made when they are first asked for, up to a number; what comes later is
 * one more, under {@link #OTHERS}. One thread asks, any may read.
 */
final class Grown<T> {
  /** Stands for all names that came too late; no name of a route or a service. */
  static final String OTHERS = "_OTHER";

  private final Map<String, T> own = new HashMap<>();
  private final Map<String, T> read = new ConcurrentHashMap<>();
  private final Function<String, T> first;
  private final int most;

  Grown(int most, Function<String, T> first) {
    this.most = most;
    this.first = first;
  }

  /** That of {@code name}; null is a name as well, and spelled as an empty one. */
  T of(String name) {
    T known = own.get(name);
    return known != null ? known : add(name);
  }

  private T add(String name) {
    if (own.size() >= most && !OTHERS.equals(name)) {
      return of(OTHERS);
    }
    T made = first.apply(name);
    own.put(name, made);
    read.put(name == null ? "" : name, made);
    return made;
  }

  /** All that there are, to be read on any thread. */
  Map<String, T> all() {
    return read;
  }
}
