package dev.remora.instrumentation.jetty12;

import dev.remora.bootstrap.Current;
import dev.remora.bootstrap.Door;
import dev.remora.bootstrap.Serving;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** The requests of a Jetty, each of which is known by its stream. */
public final class Jetty12Requests {
  private Jetty12Requests() {}

  /** A request came in; for {@link Current#leave}. */
  public static Object begin(Request request, Response response) {
    Serving serving = Door.received(new Jetty12Inbound(request));
    if (serving == null) {
      return null;
    }
    Request.addCompletionListener(request, new Completion(serving, request, response));
    return Current.enter(serving.context());
  }
}
