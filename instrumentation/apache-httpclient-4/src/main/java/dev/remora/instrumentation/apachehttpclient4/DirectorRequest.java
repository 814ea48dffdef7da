package dev.remora.instrumentation.apachehttpclient4;

import dev.remora.bootstrap.Request;
import java.net.URI;
import org.apache.http.Header;
import org.apache.http.HttpEntity;
import org.apache.http.HttpEntityEnclosingRequest;
import org.apache.http.HttpRequest;

/** A request of {@code DefaultHttpClient} as it is about to ask for a connection. */
final class DirectorRequest extends Request {
  private final HttpRequest request;

  DirectorRequest(HttpRequest request) {
    this.request = request;
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
    Header header = request.getFirstHeader(name);
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
}
