package dev.remora.instrumentation.apachehttpclient4;

import dev.remora.bootstrap.Request;
import java.net.URI;
import org.apache.http.Header;
import org.apache.http.HttpEntity;
import org.apache.http.HttpEntityEnclosingRequest;
import org.apache.http.HttpRequest;
import org.apache.http.impl.client.RequestWrapper;

/** A request of {@code DefaultHttpClient}, from when it is about to ask for a connection. */
final class DirectorRequest extends Request {
  private final HttpRequest request;
  private final boolean secure;
  private final int port;

  /** What has become of it by the time that it is sent. */
  private HttpRequest sent;

  DirectorRequest(HttpRequest request, boolean secure, int port) {
    this.request = request;
    this.secure = secure;
    this.port = port;
    this.sent = request;
  }

  /**
   * The director sends something.
   *
   * @return whether it is this
   */
  boolean isSentAs(HttpRequest other) {
    boolean same =
        other == request
            || (other instanceof RequestWrapper
                && ((RequestWrapper) other).getOriginal() == request);
    if (same) {
      sent = other;
    }
    return same;
  }

  @Override
  public String method() {
    return request.getRequestLine().getMethod();
  }

  /** The application writes a whole URL, of which path and query are sent. */
  @Override
  public String target() {
    String uri = request.getRequestLine().getUri();
    if (uri.startsWith("/")) {
      return uri;
    }
    try {
      URI parsed = URI.create(uri);
      String path = parsed.getRawPath();
      String query = parsed.getRawQuery();
      path = path == null || path.isEmpty() ? "/" : path;
      return query == null ? path : path + "?" + query;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  @Override
  public String header(String name) {
    Header header = sent.getFirstHeader(name);
    return header == null ? null : header.getValue();
  }

  @Override
  public boolean isRepeatable() {
    if (!(request instanceof HttpEntityEnclosingRequest)) {
      return true;
    }
    HttpEntity entity = ((HttpEntityEnclosingRequest) request).getEntity();
    return entity == null || entity.isRepeatable();
  }

  @Override
  public boolean isSecure() {
    return secure;
  }

  @Override
  public int port() {
    return port;
  }
}
