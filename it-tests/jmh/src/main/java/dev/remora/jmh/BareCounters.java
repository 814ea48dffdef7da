package dev.remora.jmh;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The least that any record costs which knows how many attempts are in flight at each endpoint: the
 * clock, and a counter up and down. With several threads it is the time that a cache line takes
 * from one core to the other.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BareCounters {
  /** As many longs as keep two counters on different cache lines. */
  private static final int APART = 16;

  /** How many endpoints there are. */
  @Param({"10", "100", "1000"})
  public int endpoints;

  private AtomicLong[] inFlight;

  /** Makes the counters, each on a cache line of its own. */
  @Setup
  public void counters() {
    inFlight = new AtomicLong[endpoints];
    for (int i = 0; i < endpoints; i++) {
      inFlight[i] = new PaddedCounter();
    }
  }

  /** What an attempt does. */
  @Benchmark
  public long count(Turn turn) {
    AtomicLong counter = inFlight[turn.next()];
    counter.getAndIncrement();
    long now = System.nanoTime();
    counter.getAndDecrement();
    return now;
  }

  private static final class PaddedCounter extends AtomicLong {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("unused")
    private final long[] apart = new long[APART];
  }
}
