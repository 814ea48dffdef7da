package dev.remora.core.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Where the lines about bad settings go: at a start the first one ends it, a validation wants them
 * all.
 */
public final class Problems {
  private final boolean all;
  private final List<String> lines = new ArrayList<>();

  private Problems(boolean all) {
    this.all = all;
  }

  /** The first problem is thrown as a {@link ConfigException}. */
  public static Problems first() {
    return new Problems(false);
  }

  /** Problems are collected. */
  public static Problems all() {
    return new Problems(true);
  }

  /**
   * Notes a problem.
   *
   * @param line where, what, and what is allowed instead, on one line
   */
  public void add(String line) {
    if (!all) {
      throw new ConfigException(line);
    }
    // What is wrong for all services is so for each.
    if (!lines.contains(line)) {
      lines.add(line);
    }
  }

  /** What was collected, in the order in which it was found. */
  public List<String> lines() {
    return Collections.unmodifiableList(lines);
  }
}
