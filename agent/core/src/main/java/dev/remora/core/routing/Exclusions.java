package dev.remora.core.routing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Names that are never routed, even if the registry lists them. Immutable. */
public final class Exclusions {
  private final Set<String> names = new HashSet<>();
  private final List<String> beginnings = new ArrayList<>();

  /**
   * Exclusions.
   *
   * @param patterns names in any case; a {@code *} at the end of one stands for any rest
   */
  public Exclusions(List<String> patterns) {
    for (String pattern : patterns) {
      String folded = HostNames.fold(pattern);
      if (folded.endsWith("*")) {
        beginnings.add(folded.substring(0, folded.length() - 1));
      } else {
        names.add(folded);
      }
    }
  }

  /** Whether the folded {@code name} is excluded. */
  boolean contains(String name) {
    if (names.contains(name)) {
      return true;
    }
    for (String beginning : beginnings) {
      if (name.startsWith(beginning)) {
        return true;
      }
    }
    return false;
  }
}
