package dev.remora.core.routing;

import java.util.concurrent.TimeUnit;

/**
 * A number that is forgotten with time, and when it was last heard of, in one {@code long}, so that
 * both change in one step. 0 is nothing known.
 *
 * <p>What is old counts for {@code e^(-age / 10 s)}: Finagle's default ({@code
 * com.twitter.finagle.loadbalancer.PeakEwma}, {@code decayTime}).
 */
final class MovingAverage {
  /** A moment is counted in 2^20 ns, about a millisecond: 32 bits last 52 days. */
  private static final int MOMENT_BITS = 20;

  /** A halving is looked up in 2^6 steps, and straight within a step. */
  private static final int STEP_BITS = 6;

  private static final double LN_2 = 0.6931471805599453;
  private static final double LOG2_E = 1.4426950408889634;
  private static final double STEPS_PER_MOMENT =
      LOG2_E * (1 << STEP_BITS) * (1 << MOMENT_BITS) / TimeUnit.SECONDS.toNanos(10);
  private static final double LOST_PER_STEP = LN_2 / (1 << STEP_BITS);

  /** What is left after 0 to 63 64ths of a halving. */
  private static final double[] LEFT = new double[1 << STEP_BITS];

  static {
    for (int i = 0; i < LEFT.length; i++) {
      LEFT[i] = Math.pow(2, -(double) i / LEFT.length);
    }
  }

  private MovingAverage() {}

  static int moment(long nanos) {
    return (int) (nanos >> MOMENT_BITS);
  }

  /** {@code value}, at least 0, as heard of at {@code moment}. */
  static long of(double value, int moment) {
    return ((long) Float.floatToRawIntBits((float) value) << 32) | (moment & 0xffffffffL);
  }

  /** The value as it was then. */
  static double value(long average) {
    return Float.intBitsToFloat((int) (average >>> 32));
  }

  /** How many moments ago that was; negative for one that another thread is ahead. */
  static int age(long average, int moment) {
    return moment - (int) average;
  }

  /** So many moments in nanoseconds. */
  static double nanos(int moments) {
    return (double) moments * (1 << MOMENT_BITS);
  }

  /**
   * What is left of 1 after {@code age} moments, within 0.0001. Several times as fast as {@link
   * Math#exp}, which two picks per request would feel.
   */
  static double left(int age) {
    if (age <= 0) {
      return 1;
    }
    double steps = age * STEPS_PER_MOMENT;
    int whole = (int) steps;
    int halvings = whole >> STEP_BITS;
    if (halvings >= 64) {
      return 0;
    }
    double part = LEFT[whole & (LEFT.length - 1)] * (1 - (steps - whole) * LOST_PER_STEP);
    // The exponent of a double does the halving.
    return Double.longBitsToDouble((1023L - halvings) << 52) * part;
  }
}
