package dev.remora.simulator;

import java.lang.reflect.Field;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Makes {@link ThreadLocalRandom}, from which the production classes draw, begin at a seed in this
 * thread. The JDK has no door for that: it needs {@code --add-opens
 * java.base/java.lang=ALL-UNNAMED}.
 */
final class Seed {
  private static final Field SEED = seedField();

  private Seed() {}

  /** Begins anew at {@code seed}. */
  static void begin(long seed) {
    // A thread's first use seeds it, and would undo this.
    ThreadLocalRandom.current();
    try {
      SEED.setLong(Thread.currentThread(), seed);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static Field seedField() {
    try {
      Field field = Thread.class.getDeclaredField("threadLocalRandomSeed");
      field.setAccessible(true);
      return field;
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
