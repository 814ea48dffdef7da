package dev.remora.instrumentation.apachehttpclient4;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Does what is to be done after a while. There are threads only where a service's settings have
 * attempts limited in time or repeated; no more of them for more requests.
 */
final class FailoverThreads implements ThreadFactory {
  private static final int THREADS = 2;
  private static final int IDLE_SECONDS = 5;

  private static final ScheduledThreadPoolExecutor EXECUTOR = executor();

  private FailoverThreads() {}

  /** Does {@code work} after a while. */
  static void run(Runnable work, long millis) {
    Future<?> unused = after(millis, work);
  }

  /** As {@link #run}; the future is there to cancel it. */
  static Future<?> after(long millis, Runnable work) {
    return EXECUTOR.schedule(work, millis, TimeUnit.MILLISECONDS);
  }

  private static ScheduledThreadPoolExecutor executor() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(THREADS, new FailoverThreads());
    executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }

  @Override
  public Thread newThread(Runnable work) {
    Thread thread = new Thread(work, "remora-failover");
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    return thread;
  }
}
