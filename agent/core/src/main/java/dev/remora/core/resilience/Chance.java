package dev.remora.core.resilience;

import java.util.concurrent.ThreadLocalRandom;

/** Where random numbers come from, so that a test can bring its own. */
public abstract class Chance {
  /** The thread's own generator. */
  public static final Chance RANDOM =
      new Chance() {
        @Override
        public double next() {
          return ThreadLocalRandom.current().nextDouble();
        }
      };

  /** From 0, inclusive, to 1, exclusive. */
  public abstract double next();
}
