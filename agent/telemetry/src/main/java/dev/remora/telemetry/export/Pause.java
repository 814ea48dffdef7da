package dev.remora.telemetry.export;

import java.util.concurrent.locks.LockSupport;

/** How the exporting thread waits: until something is to be done, or the process ends. */
final class Pause implements Runnable {
  private volatile Thread sleeper;
  private volatile boolean nudged;
  private volatile boolean stopping;
  private volatile long end;

  /** There is something to do: ends the pause that goes on, or the next one. */
  @Override
  public void run() {
    if (!nudged) {
      nudged = true;
      LockSupport.unpark(sleeper);
    }
  }

  /**
   * Ends all pauses from now on.
   *
   * @param until when everything has to be done, by {@link System#nanoTime}
   */
  void stop(long until) {
    end = until;
    stopping = true;
    LockSupport.unpark(sleeper);
  }

  boolean isStopping() {
    return stopping;
  }

  /** What is left once stopping, in nanoseconds. */
  long left() {
    return end - System.nanoTime();
  }

  /** Waits until then, or until {@link #run} or {@link #stop}. */
  void forWork(long until) {
    park(until, true);
    nudged = false;
  }

  /** Waits that long, or until {@link #stop}. */
  void forTime(long nanos) {
    park(System.nanoTime() + nanos, false);
  }

  private void park(long until, boolean nudges) {
    sleeper = Thread.currentThread();
    for (long left = until - System.nanoTime();
        left > 0 && !stopping && !(nudges && nudged);
        left = until - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
    }
  }
}
