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

  private static final double LOG2_E = 1.4426950408889634;
  private static final double HALVINGS_PER_MOMENT =
      LOG2_E * (1 << MOMENT_BITS) / TimeUnit.SECONDS.toNanos(10);

  /** Below this age, 0.1 s, the square of what is forgotten is less than 0.0001. */
  private static final int YOUNG = 96;

  private static final double LOST_PER_MOMENT =
      (double) (1 << MOMENT_BITS) / TimeUnit.SECONDS.toNanos(10);

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
   * What is left of 1 after {@code age} moments, within 0.0002. Several times as fast as {@link
   * Math#exp}, which two picks per request would feel.
   */
  static double left(int age) {
    if (age < YOUNG) {
      return age <= 0 ? 1 : 1 - age * LOST_PER_MOMENT;
    }
    double halvings = age * HALVINGS_PER_MOMENT;
    if (halvings >= 64) {
      return 0;
    }
    int whole = (int) halvings;
    double part = halvings - whole;
    // The series of 2^-part, and the exponent of a double for the rest.
    double fraction =
        1
            + part
                * (-0.693147180559945
                    + part
                        * (0.240226506959101
                            + part
                                * (-0.0555041086648216
                                    + part * (0.00961812910762848 + part * -0.00133335581464284))));
    return Double.longBitsToDouble((1023L - whole) << 52) * fraction;
  }
}
