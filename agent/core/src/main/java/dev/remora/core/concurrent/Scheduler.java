package dev.remora.core.concurrent;

import dev.remora.core.log.Log;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The one thread on which everything periodic happens: file watches, heartbeats, refreshes. Tasks
 * must be short; what can block for long, such as a DNS lookup, has a thread of its own.
 *
 * <p>A task that throws is reported once and goes on being run: a fault never silences a heartbeat.
 */
public final class Scheduler implements AutoCloseable {
  private final ScheduledThreadPoolExecutor executor;
  private final Log log;

  /** Starts the thread now, so that no request's thread ever lends it its context. */
  public Scheduler(Log log) {
    this.log = log;
    executor =
        new ScheduledThreadPoolExecutor(
            1, new DaemonThreads("remora-scheduler"), new ThreadPoolExecutor.DiscardPolicy());
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    executor.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
    executor.prestartAllCoreThreads();
  }

  /** Runs {@code task} soon, once. After {@link #close} nothing happens. */
  public void execute(Runnable task) {
    executor.execute(new Guarded(task, log));
  }

  /**
   * Runs {@code task} once, {@code delayMillis} from now.
   *
   * @return cancels the task when closed, unless it has begun
   */
  public Repetition after(long delayMillis, Runnable task) {
    return new Repetition(
        executor.schedule(new Guarded(task, log), delayMillis, TimeUnit.MILLISECONDS));
  }

  /**
   * Runs {@code task} now and then again {@code periodMillis} after each end of it.
   *
   * @return cancels the task when closed
   */
  public Repetition every(long periodMillis, Runnable task) {
    return new Repetition(
        executor.scheduleWithFixedDelay(
            new Guarded(task, log), 0, periodMillis, TimeUnit.MILLISECONDS));
  }

  /**
   * The scheduler's thread for a part that schedules in its own way. Shutting it down is the
   * scheduler's business.
   */
  public ScheduledExecutorService timer() {
    return executor;
  }

  /** Stops; a task that is running now is interrupted. */
  @Override
  public void close() {
    executor.shutdownNow();
  }

  /** A task that is run later, or periodically. */
  public static final class Repetition implements AutoCloseable {
    private final Future<?> future;

    private Repetition(Future<?> future) {
      this.future = future;
    }

    /** No further run begins; one in progress ends by itself. */
    @Override
    public void close() {
      if (future != null) {
        future.cancel(false);
      }
    }
  }

  private static final class Guarded implements Runnable {
    private final Runnable task;
    private final Log log;
    private String reported = "";

    Guarded(Runnable task, Log log) {
      this.task = task;
      this.log = log;
    }

    @Override
    public void run() {
      try {
        task.run();
      } catch (Throwable e) {
        // The kind of fault alone: a message may quote what must not be logged.
        String kind = e.getClass().getName();
        if (!kind.equals(reported)) {
          reported = kind;
          StackTraceElement[] trace = e.getStackTrace();
          log.error(
              "a fault of the agent's own, which goes on: "
                  + kind
                  + (trace.length > 0 ? " at " + trace[0] : ""));
        }
      }
    }
  }
}
