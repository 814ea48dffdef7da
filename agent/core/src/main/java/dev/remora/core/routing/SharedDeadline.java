package dev.remora.core.routing;

/** The end of a wait that many calls share: set by the first of them. Not thread-safe. */
public final class SharedDeadline {
  private boolean set;
  private long nanos;

  /** The earlier of the shared end and {@code own}; both as {@link System#nanoTime}. */
  public long within(long own) {
    if (!set) {
      set = true;
      nanos = own;
    }
    return nanos - own < 0 ? nanos : own;
  }

  /** The next call sets another end. */
  public void reset() {
    set = false;
  }
}
