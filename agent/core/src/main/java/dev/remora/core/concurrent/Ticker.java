package dev.remora.core.concurrent;

/** Where time comes from, so that a simulation can bring its own. */
public abstract class Ticker {
  /** The JVM's {@link System#nanoTime}. */
  public static final Ticker SYSTEM =
      new Ticker() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }
      };

  /** Nanoseconds since any fixed moment: only differences mean something. */
  public abstract long nanos();
}
