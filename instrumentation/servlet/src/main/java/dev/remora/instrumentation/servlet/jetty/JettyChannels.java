package dev.remora.instrumentation.servlet.jetty;

import dev.remora.bootstrap.Current;
import dev.remora.bootstrap.Door;
import dev.remora.bootstrap.Notes;
import dev.remora.bootstrap.Serving;
import org.eclipse.jetty.server.HttpChannel;
import org.eclipse.jetty.server.Request;

/**
 * The channels of a Jetty, each of which has one request at a time. What became of it at the door
 * is noted here and not among its attributes, which applications list.
 */
public final class JettyChannels {
  private static final String SPRING =
      "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern";

  private static final Notes<Serving> SERVING = new Notes<>();

  private JettyChannels() {}

  /** The head of a request is there. */
  public static void begin(HttpChannel channel) {
    Serving serving = Door.received(new JettyInbound(channel.getRequest()));
    if (serving == null) {
      SERVING.remove(channel);
    } else {
      SERVING.put(channel, serving);
    }
  }

  /** A thread serves a request; for {@link Current#leave}. */
  public static Object enter(HttpChannel channel) {
    Serving serving = SERVING.get(channel);
    return serving == null ? null : Current.enter(serving.context());
  }

  /** A request is done with. */
  public static void end(HttpChannel channel) {
    Serving serving = SERVING.remove(channel);
    if (serving != null) {
      int status = channel.getResponse().getStatus();
      Request request = channel.getRequest();
      Object route = request.getAttribute(SPRING);
      Door.served(
          serving,
          status,
          route instanceof String ? (String) route : null,
          failure(request, status));
    }
  }

  private static Throwable failure(Request request, int status) {
    if (status < 500) {
      return null;
    }
    Object failure = request.getAttribute("jakarta.servlet.error.exception");
    if (failure == null) {
      failure = request.getAttribute("javax.servlet.error.exception");
    }
    return failure instanceof Throwable ? (Throwable) failure : null;
  }
}
