package dev.remora.core.balancing;

import java.util.concurrent.ThreadLocalRandom;

/** Where chance comes from, so that a test can bring its own. */
public abstract class RandomBits {
  /** The thread's own generator. */
  public static final RandomBits THREAD_LOCAL =
      new RandomBits() {
        @Override
        public long next() {
          return ThreadLocalRandom.current().nextLong();
        }
      };

  /** 64 random bits. Thread-safe, lock-free, and without garbage. */
  public abstract long next();
}
