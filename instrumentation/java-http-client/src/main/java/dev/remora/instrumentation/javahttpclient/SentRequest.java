package dev.remora.instrumentation.javahttpclient;

import dev.remora.bootstrap.Request;
import java.net.URI;
import java.net.http.HttpRequest;

/** A request as the core asks for it. Lives in the loader of {@code java.net.http}. */
final class SentRequest extends Request {
  private final HttpRequest request;
  private final Internals internals;

  SentRequest(HttpRequest request, Internals internals) {
    this.request = request;
    this.internals = internals;
  }

  @Override
  public String method() {
    return request.method();
  }

  @Override
  public String target() {
    URI uri = request.uri();
    String path = uri.getRawPath();
    String query = uri.getRawQuery();
    path = path == null || path.isEmpty() ? "/" : path;
    return query == null ? path : path + "?" + query;
  }

  /** The application's, or what cookie handler and authenticator have added for it. */
  @Override
  public String header(String name) {
    String own = request.headers().firstValue(name).orElse(null);
    return own == null ? internals.systemHeader(request, name) : own;
  }

  /** The JDK itself goes by the scheme alone. */
  @Override
  public boolean isSecure() {
    return "https".equalsIgnoreCase(request.uri().getScheme());
  }

  @Override
  public int port() {
    return request.uri().getPort();
  }

  /**
   * Of the JDK's own publishers those that keep what they publish. A stream's supplier may give the
   * same stream again, and what an application's publisher does, nobody knows.
   */
  @Override
  public boolean isRepeatable() {
    HttpRequest.BodyPublisher body = request.bodyPublisher().orElse(null);
    if (body == null || body.contentLength() == 0) {
      return true;
    }
    switch (body.getClass().getName()) {
      case "jdk.internal.net.http.RequestPublishers$ByteArrayPublisher":
      case "jdk.internal.net.http.RequestPublishers$StringPublisher":
      case "jdk.internal.net.http.RequestPublishers$FilePublisher":
        return true;
      default:
        return false;
    }
  }
}
