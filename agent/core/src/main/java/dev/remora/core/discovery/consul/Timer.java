package dev.remora.core.discovery.consul;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The shared timer thread; what comes after its shutdown is dropped.
 *
 * <p>Queries act upon each other only through it, never while holding their own lock.
 */
final class Timer {
  private final ScheduledExecutorService executor;

  Timer(ScheduledExecutorService executor) {
    this.executor = executor;
  }

  void soon(Runnable task) {
    Future<?> unused = in(0, task);
  }

  /** Null where the timer is shut down. */
  Future<?> in(long nanos, Runnable task) {
    try {
      return executor.schedule(task, nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      return null;
    }
  }
}
