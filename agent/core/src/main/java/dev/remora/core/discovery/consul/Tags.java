package dev.remora.core.discovery.consul;

import java.util.Collection;

/** Tags as Consul compares them: without regard to case. */
final class Tags {
  private Tags() {}

  /** Whether all of {@code required} are among {@code tags}. */
  static boolean all(Collection<String> required, Collection<String> tags) {
    for (String tag : required) {
      boolean found = false;
      for (String candidate : tags) {
        found |= tag.equalsIgnoreCase(candidate);
      }
      if (!found) {
        return false;
      }
    }
    return true;
  }
}
