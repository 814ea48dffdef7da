package dev.remora.core.testing;

import java.util.List;
import java.util.stream.Collectors;

/** What threads there are. */
public final class Threads {
  private Threads() {}

  /** The living threads whose name begins with {@code prefix}, by name. */
  public static List<String> named(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(name -> name.startsWith(prefix))
        .sorted()
        .collect(Collectors.toList());
  }
}
