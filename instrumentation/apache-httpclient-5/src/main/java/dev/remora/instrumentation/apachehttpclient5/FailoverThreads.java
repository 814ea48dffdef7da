package dev.remora.instrumentation.apachehttpclient5;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Takes work off a client's I/O thread that holds a lock. There is a thread only while endpoints
 * cannot be connected.
 */
final class FailoverThreads implements ThreadFactory {
  private static final int THREADS = 1;
  private static final int IDLE_SECONDS = 5;

  private static final ThreadPoolExecutor EXECUTOR = executor();

  private FailoverThreads() {}

  static void run(Runnable work) {
    EXECUTOR.execute(work);
  }

  private static ThreadPoolExecutor executor() {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new FailoverThreads());
    executor.allowCoreThreadTimeOut(true);
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
