package dev.remora.core.resilience;

/** Time spans for people to read. */
public final class Spans {
  private Spans() {}

  /** {@code nanos} in whole seconds, or below ten seconds in whole milliseconds. */
  public static String text(long nanos) {
    long millis = nanos / 1_000_000;
    return millis < 10_000 ? millis + "ms" : millis / 1000 + "s";
  }
}
