package dev.remora.core.transport;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;

/** Threads that neither keep the process alive nor hold on to the application's class loader. */
public final class DaemonThreads implements ThreadFactory {
  private final String name;

  /** Makes threads that all bear {@code name}. */
  public DaemonThreads(String name) {
    this.name = name;
  }

  /**
   * A timer of one thread, which starts with the first task. What is cancelled leaves its queue at
   * once, as most time-outs are.
   */
  public static ScheduledExecutorService timer(String name) {
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, new DaemonThreads(name));
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  @Override
  public Thread newThread(Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.setContextClassLoader(DaemonThreads.class.getClassLoader());
    return thread;
  }
}
