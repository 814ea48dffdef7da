package dev.remora.it.app;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** Remembers what a thread of the application's is called before OkHttp names it after its call. */
final class OkHttpExecutor extends AbstractExecutorService {
  private static final ThreadLocal<String> NAME = new ThreadLocal<>();

  private final ExecutorService application;

  OkHttpExecutor(ExecutorService application) {
    this.application = application;
  }

  /** The name of the current thread. */
  static String threadName() {
    return NAME.get();
  }

  @Override
  public void execute(Runnable call) {
    application.execute(
        () -> {
          NAME.set(Thread.currentThread().getName());
          call.run();
        });
  }

  @Override
  public void shutdown() {
    application.shutdown();
  }

  @Override
  public List<Runnable> shutdownNow() {
    return application.shutdownNow();
  }

  @Override
  public boolean isShutdown() {
    return application.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return application.isTerminated();
  }

  @Override
  public boolean awaitTermination(long time, TimeUnit unit) throws InterruptedException {
    return application.awaitTermination(time, unit);
  }
}
