package dev.remora.core.discovery.eureka;

import java.util.Collections;
import java.util.List;

/** An answer of {@code apps} or {@code apps/delta}. */
final class Apps {
  private final String hash;
  private final List<Entry> entries;

  Apps(String hash, List<Entry> entries) {
    this.hash = hash;
    this.entries = Collections.unmodifiableList(entries);
  }

  /**
   * What {@link Entries#hash} is at the server, of all that is registered; null where the answer
   * has none.
   */
  String hash() {
    return hash;
  }

  /** The entries, in the answer's order. */
  List<Entry> entries() {
    return entries;
  }
}
