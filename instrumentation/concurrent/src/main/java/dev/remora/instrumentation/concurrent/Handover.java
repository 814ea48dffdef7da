package dev.remora.instrumentation.concurrent;

import dev.remora.bootstrap.Current;
import dev.remora.bootstrap.Notes;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RunnableFuture;

/**
 * The way of a context from the thread that hands a task over to the one that runs it: a note about
 * the task, which is taken away when it is run and goes with it if it never is. The task itself
 * stays what it is, as applications find theirs again in queues, and compare and cast them.
 */
public final class Handover {
  /** Stands for the context of a thread that serves nothing. */
  private static final Object NOBODY = new Object();

  /**
   * Stands for those of several requests that have handed over one and the same object: which run
   * of it is whose can't be told, and one request must never be taken for another.
   */
  private static final Object SHARED = new Object();

  private static final Notes<Object> TASKS = new Notes<>();
  private static final Notes<Object> STAGES = new Notes<>();

  private Handover() {}

  /** Hands over a task that the application has made and may hand over again, and elsewhere. */
  public static void give(Object task) {
    Object context = Current.get();
    if (context == null) {
      if (task == null || task instanceof RunnableFuture) {
        return;
      }
      context = NOBODY;
    }
    note(task, context);
  }

  /** Hands over a task that the JDK has made to be run once. */
  public static void giveOnce(Object task) {
    Object context = Current.get();
    if (context != null) {
      note(task, context);
    }
  }

  /** As {@link #giveOnce}, to a pool that may be the one that runs virtual threads themselves. */
  public static void giveOnce(ForkJoinPool pool, Object task) {
    Object context = Current.get();
    if (context != null && !isOfVirtualThreads(pool)) {
      note(task, context);
    }
  }

  private static boolean isOfVirtualThreads(ForkJoinPool pool) {
    return pool.getFactory().getClass().getName().startsWith("java.lang.VirtualThread");
  }

  private static void note(Object task, Object context) {
    if (task == null) {
      return;
    }
    Object before = TASKS.putIfAbsent(task, context);
    if (before != null && before != context) {
      TASKS.put(task, SHARED);
    }
  }

  /** Takes a task that will not be run back. */
  public static void forget(Object task) {
    TASKS.remove(task);
  }

  /** What the task belongs to that is going to be run now; null: nothing. */
  public static Object take(Object task) {
    Object context = task == null ? null : TASKS.remove(task);
    if (context == SHARED) {
      TASKS.put(task, SHARED);
      return null;
    }
    return context == NOBODY ? null : context;
  }

  /** The thread of a pool begins with a task. */
  public static void begin(Object task) {
    Object context = take(task);
    if (context != null) {
      Current.set(context);
    }
  }

  /** The thread of a pool has ended a task, and waits for others. */
  public static void end() {
    if (Current.get() != null) {
      Current.set(null);
    }
  }

  /**
   * A stage of a future was made, which will be run by whoever completes the one before, or by its
   * executor.
   */
  public static void register(Object stage, Executor executor) {
    if (executor != null) {
      register(stage);
    }
  }

  /** As {@link #register(Object, Executor)}, of one that always has an executor. */
  public static void register(Object stage) {
    Object context = Current.get();
    if (context != null) {
      STAGES.put(stage, context);
    }
  }

  /** What a stage that may be run now belongs to; null: to nothing that is known of. */
  public static Object contextOf(Object stage) {
    return STAGES.get(stage);
  }

  /** The task of a thread that lives as long as the task, and is seen by nobody. */
  public static Runnable carried(Runnable task) {
    Object context = Current.get();
    return context == null || task == null ? task : new CarriedTask(task, context);
  }
}
