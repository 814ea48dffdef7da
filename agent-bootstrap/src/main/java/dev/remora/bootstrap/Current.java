package dev.remora.bootstrap;

/**
 * What the calls made on a thread belong to: the request that came in and is being served there. It
 * is an object of the agent's, which woven code only hands from thread to thread.
 */
public final class Current {
  private static final ThreadLocal<Object> CONTEXT = new ThreadLocal<>();

  /** Stands for the context of a thread that served nothing. */
  private static final Object NOTHING = new Object();

  private Current() {}

  /** Null: nothing is being served on this thread. */
  public static Object get() {
    return CONTEXT.get();
  }

  /**
   * Says what this thread serves from now on.
   *
   * @param context null: nothing
   * @return what it was before, to be set again in the end
   */
  public static Object set(Object context) {
    Object before = CONTEXT.get();
    if (context == null) {
      CONTEXT.remove();
    } else {
      CONTEXT.set(context);
    }
    return before;
  }

  /**
   * This thread turns to something that belongs to {@code context}, and will come back.
   *
   * @param context null: to what the thread is at
   * @return for {@link #leave}; null: nothing has changed
   */
  public static Object enter(Object context) {
    if (context == null) {
      return null;
    }
    Object before = set(context);
    return before == null ? NOTHING : before;
  }

  /** This thread comes back to what it was at before {@link #enter}. */
  public static void leave(Object entered) {
    if (entered != null) {
      set(entered == NOTHING ? null : entered);
    }
  }
}
