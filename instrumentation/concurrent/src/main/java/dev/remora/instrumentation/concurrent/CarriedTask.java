package dev.remora.instrumentation.concurrent;

import dev.remora.bootstrap.Current;

/** A task and the context it is run in. */
final class CarriedTask implements Runnable {
  private final Runnable task;
  private final Object context;

  CarriedTask(Runnable task, Object context) {
    this.task = task;
    this.context = context;
  }

  @Override
  public void run() {
    Object before = Current.set(context);
    try {
      task.run();
    } finally {
      Current.set(before);
    }
  }
}
