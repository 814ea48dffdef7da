package dev.remora.instrumentation.servlet.tomcat;

import dev.remora.bootstrap.Current;
import dev.remora.bootstrap.Door;
import dev.remora.bootstrap.Serving;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;

/** The requests of a Tomcat, each of which keeps what became of it at the door. */
public final class TomcatRequests {
  /**
   * The place of a note that Tomcat has none in: it uses the first, and leaves 17 to 31 unallocated
   * ({@code org.apache.coyote.Request}).
   */
  private static final int NOTE = 27;

  private TomcatRequests() {}

  /** A request came in; for {@link Current#leave}. */
  public static Object begin(org.apache.coyote.Request request) {
    Serving serving = Door.received(new TomcatInbound(request));
    request.setNote(NOTE, serving);
    return enter(serving);
  }

  /** A thread goes on with a request; for {@link Current#leave}. */
  public static Object resume(org.apache.coyote.Request request) {
    return enter((Serving) request.getNote(NOTE));
  }

  private static Object enter(Serving serving) {
    return serving == null ? null : Current.enter(serving.context());
  }

  /** A request is done with, and about to be forgotten. */
  public static void end(Request request) {
    org.apache.coyote.Request coyote = request.getCoyoteRequest();
    Serving serving = coyote == null ? null : (Serving) coyote.getNote(NOTE);
    if (serving == null) {
      return;
    }
    coyote.setNote(NOTE, null);
    Response response = request.getResponse();
    int status = response == null ? 0 : response.getStatus();
    Door.served(serving, status, TomcatRoutes.of(request), failure(request, status));
  }

  /** A request has failed on its way to the container or back. */
  public static void fail(org.apache.coyote.Request request, Throwable failure) {
    Serving serving = (Serving) request.getNote(NOTE);
    if (serving != null) {
      request.setNote(NOTE, null);
      Door.served(serving, 0, null, failure);
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
