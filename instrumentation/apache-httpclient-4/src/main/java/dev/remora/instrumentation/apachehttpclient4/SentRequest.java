package dev.remora.instrumentation.apachehttpclient4;

import dev.remora.bootstrap.Request;
import org.apache.http.Header;
import org.apache.http.HttpEntity;
import org.apache.http.HttpEntityEnclosingRequest;
import org.apache.http.HttpRequest;
import org.apache.http.client.methods.HttpRequestWrapper;

/** A request as it is about to be sent. */
final class SentRequest extends Request {
  private final HttpRequestWrapper request;
  private final boolean secure;
  private final int port;
  private final Header[] headers;

  SentRequest(HttpRequestWrapper request, boolean secure, int port) {
    this.request = request;
    this.secure = secure;
    this.port = port;
    this.headers = request.getAllHeaders();
  }

  /** The minimal client, which refuses what it has added itself, adds its headers each time. */
  void restore() {
    request.setHeaders(headers);
  }

  boolean isOf(HttpRequest other) {
    return request == other;
  }

  @Override
  public String method() {
    return request.getRequestLine().getMethod();
  }

  @Override
  public String target() {
    return request.getRequestLine().getUri();
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

  @Override
  public boolean isSecure() {
    return secure;
  }

  @Override
  public int port() {
    return port;
  }
}
