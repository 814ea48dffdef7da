package dev.remora.core.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Calls that go on and on, some hundred a second, on a thread of their own. */
public final class Calls implements AutoCloseable {
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile boolean stop;
  private final AtomicLong made = new AtomicLong();

  /** Begins to make calls; one that returns false or throws has failed. */
  public Calls(Callable<Boolean> call) {
    thread = new Thread(() -> run(call), "calls");
    thread.setDaemon(true);
    thread.start();
  }

  private void run(Callable<Boolean> call) {
    while (!stop) {
      try {
        if (!call.call()) {
          failures.add("call " + made);
        }
        Thread.sleep(2);
      } catch (Exception e) {
        failures.add("call " + made + ": " + e);
      }
      made.incrementAndGet();
    }
  }

  /** How many were made so far. */
  public long made() {
    return made.get();
  }

  /** Those that failed. */
  public List<String> failures() {
    return new ArrayList<>(failures);
  }

  @Override
  public void close() {
    stop = true;
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
