package dev.remora.simulator;

import dev.remora.core.concurrent.Ticker;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Virtual time and what happens in it: events, each at its moment, and those of one moment in the
 * order in which they were made. One thread and one seed, so that a run can be had again.
 */
final class Simulation {
  /** Where time begins: nowhere special, for nothing may depend on it. */
  private static final long EPOCH = TimeUnit.DAYS.toNanos(3);

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final SplittableRandom random;
  private final long end;
  private long now;
  private long made;

  private final Ticker ticker =
      new Ticker() {
        @Override
        public long nanos() {
          return EPOCH + now;
        }
      };

  /**
   * A simulation that has not begun.
   *
   * @param end in nanoseconds; what would happen later does not
   */
  Simulation(long seed, long end) {
    this.random = new SplittableRandom(seed);
    this.end = end;
    Seed.begin(seed);
  }

  /** The clock for what is simulated. */
  Ticker ticker() {
    return ticker;
  }

  /** Nanoseconds since the beginning. */
  long now() {
    return now;
  }

  /** Where it ends, in nanoseconds. */
  long end() {
    return end;
  }

  /** A source of chance of its own, so that a further draw elsewhere changes nothing here. */
  SplittableRandom chance() {
    return random.split();
  }

  /** Lets something happen at a moment that is not past, in nanoseconds since the beginning. */
  void at(long moment, Runnable action) {
    if (moment < now) {
      throw new IllegalArgumentException("an event " + (now - moment) + " ns in the past");
    }
    events.add(new Event(moment, made++, action));
  }

  /** Lets something happen in so many nanoseconds. */
  void in(long nanos, Runnable action) {
    at(now + nanos, action);
  }

  /** Lets something happen again and again, for the first time after one period. */
  void every(long period, Runnable action) {
    in(
        period,
        () -> {
          action.run();
          every(period, action);
        });
  }

  /** Makes independent arrivals until the end: exponential gaps with a mean of 1 / rate seconds. */
  void arrivals(double perSecond, Runnable arrival) {
    SplittableRandom gaps = chance();
    arrive(gaps, TimeUnit.SECONDS.toNanos(1) / perSecond, arrival);
  }

  private void arrive(SplittableRandom gaps, double mean, Runnable arrival) {
    in(
        Math.round(-Math.log(1 - gaps.nextDouble()) * mean),
        () -> {
          arrival.run();
          arrive(gaps, mean, arrival);
        });
  }

  /** Runs to the end. */
  void run() {
    for (Event next = events.poll(); next != null && next.moment <= end; next = events.poll()) {
      now = next.moment;
      next.action.run();
    }
  }

  private record Event(long moment, long number, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event that) {
      int byMoment = Long.compare(moment, that.moment);
      return byMoment != 0 ? byMoment : Long.compare(number, that.number);
    }
  }
}
