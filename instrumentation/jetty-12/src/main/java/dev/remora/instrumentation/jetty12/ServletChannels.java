package dev.remora.instrumentation.jetty12;

import dev.remora.bootstrap.Current;
import dev.remora.bootstrap.Notes;

/** The channels that servlets are run in, also by threads that did not see the request come in. */
public final class ServletChannels {
  private static final Notes<Object> CONTEXTS = new Notes<>();

  private ServletChannels() {}

  /** A thread serves a request, or goes on with it; for {@link Current#leave}. */
  public static Object enter(Object channel) {
    Object context = CONTEXTS.get(channel);
    if (context != null) {
      return Current.enter(context);
    }
    // The first time, within the server's own handle.
    context = Current.get();
    if (context != null) {
      CONTEXTS.put(channel, context);
    }
    return null;
  }

  /** The channel is done with its request. */
  public static void end(Object channel) {
    CONTEXTS.remove(channel);
  }
}
