package dev.remora.core.concurrent;

import java.util.concurrent.ThreadFactory;

/**
 * Makes the agent's threads: daemons, so that the application ends when it wants to, and with the
 * agent's own context class loader, so that no web application is kept alive by one of them.
 */
public final class DaemonThreads implements ThreadFactory {
  private final String name;

  /** A factory of threads that are all called {@code name}. */
  public DaemonThreads(String name) {
    this.name = name;
  }

  @Override
  public Thread newThread(Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.setContextClassLoader(DaemonThreads.class.getClassLoader());
    return thread;
  }
}
