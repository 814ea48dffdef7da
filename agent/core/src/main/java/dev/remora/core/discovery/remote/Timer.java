package dev.remora.core.discovery.remote;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The shared timer thread; what comes after its shutdown is dropped.
 *
 * <p>Queries act upon each other only through it, never while holding their own lock.
 */
public final class Timer {
  private final ScheduledExecutorService executor;

  /** A timer on a thread that somebody else shuts down. */
  public Timer(ScheduledExecutorService executor) {
    this.executor = executor;
  }

  /** Runs {@code task} soon. */
  public void soon(Runnable task) {
    Future<?> unused = in(0, task);
  }

  /** Runs {@code task} in {@code nanos} nanoseconds; null where the timer is shut down. */
  public Future<?> in(long nanos, Runnable task) {
    try {
      return executor.schedule(task, nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      return null;
    }
  }
}
