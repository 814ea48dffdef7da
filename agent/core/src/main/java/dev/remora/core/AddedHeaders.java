package dev.remora.core;

import java.util.Arrays;

/** Names and values in turn, from those who have something to add to an attempt. */
final class AddedHeaders {
  private AddedHeaders() {}

  /** Both, or the one that is not null, unchanged; null: nothing. */
  static String[] of(String[] some, String[] others) {
    if (some == null || others == null) {
      return some == null ? others : some;
    }
    String[] all = Arrays.copyOf(some, some.length + others.length);
    System.arraycopy(others, 0, all, some.length, others.length);
    return all;
  }
}
