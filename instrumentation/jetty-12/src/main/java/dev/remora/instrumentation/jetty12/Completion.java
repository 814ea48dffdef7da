package dev.remora.instrumentation.jetty12;

import dev.remora.bootstrap.Door;
import dev.remora.bootstrap.Serving;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** Tells how a request has ended. */
final class Completion implements Consumer<Throwable> {
  private static final String SPRING =
      "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern";

  private final Serving serving;
  private final Request request;
  private final Response response;

  Completion(Serving serving, Request request, Response response) {
    this.serving = serving;
    this.request = request;
    this.response = response;
  }

  @Override
  public void accept(Throwable failure) {
    int status = response.getStatus();
    Object route = request.getAttribute(SPRING);
    Door.served(
        serving,
        status,
        route instanceof String ? (String) route : null,
        failure == null && status >= 500 ? thrown() : failure);
  }

  private Throwable thrown() {
    Object thrown = request.getAttribute("jakarta.servlet.error.exception");
    if (thrown == null) {
      thrown = request.getAttribute("javax.servlet.error.exception");
    }
    return thrown instanceof Throwable ? (Throwable) thrown : null;
  }
}
