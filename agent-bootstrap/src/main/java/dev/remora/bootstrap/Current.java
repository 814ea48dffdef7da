package dev.remora.bootstrap;

/**
 * What the calls made on a thread belong to: the request that came in and is being served there. It
 * is an object of the agent's, which woven code only hands from thread to thread.
 */
public final class Current {
  private static final ThreadLocal<Object> CONTEXT = new ThreadLocal<>();

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
}
