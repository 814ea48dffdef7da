package dev.remora.gateway.route;

import java.util.Map;

/**
 * A map whose keys are looked up as parts of a longer text, without cutting them out. Immutable:
 * open addressing with linear probing, at most half full.
 */
final class Slices<T> {
  private final String[] keys;
  private final Object[] values;

  private Slices(int capacity) {
    keys = new String[capacity];
    values = new Object[capacity];
  }

  static <T> Slices<T> of(Map<String, T> map) {
    int capacity = map.isEmpty() ? 0 : Integer.highestOneBit(map.size()) << 2;
    Slices<T> slices = new Slices<>(capacity);
    map.forEach(
        (key, value) -> {
          int at = slot(key, 0, key.length(), capacity);
          while (slices.keys[at] != null) {
            at = (at + 1) & (capacity - 1);
          }
          slices.keys[at] = key;
          slices.values[at] = value;
        });
    return slices;
  }

  /** What is under {@code text} from {@code from} to before {@code to}; or null. */
  @SuppressWarnings("unchecked") // Only values of that type were put in.
  T get(String text, int from, int to) {
    if (keys.length == 0) {
      return null;
    }
    int at = slot(text, from, to, keys.length);
    while (keys[at] != null) {
      if (keys[at].length() == to - from && text.startsWith(keys[at], from)) {
        return (T) values[at];
      }
      at = (at + 1) & (keys.length - 1);
    }
    return null;
  }

  boolean isEmpty() {
    return keys.length == 0;
  }

  private static int slot(String text, int from, int to, int capacity) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + text.charAt(i);
    }
    // Low bits that depend on high ones, as in HashMap, and spread by Fibonacci hashing.
    return (((hash ^ (hash >>> 16)) * 0x9E3779B9) >>> 8) & (capacity - 1);
  }
}
