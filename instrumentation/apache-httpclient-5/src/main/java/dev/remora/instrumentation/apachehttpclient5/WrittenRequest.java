package dev.remora.instrumentation.apachehttpclient5;

import java.util.Iterator;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.message.HttpRequestWrapper;

/** A request as its head is written, which shows what the agent adds to whoever writes it. */
final class WrittenRequest extends HttpRequestWrapper implements ClassicHttpRequest {
  private final HttpRequest request;
  private final Header[] added;

  WrittenRequest(HttpRequest request, Header[] added) {
    super(request);
    this.request = request;
    this.added = added;
  }

  @Override
  public Iterator<Header> headerIterator() {
    return WrittenHead.merged(request.headerIterator(), added).iterator();
  }

  @Override
  public HttpEntity getEntity() {
    return request instanceof ClassicHttpRequest
        ? ((ClassicHttpRequest) request).getEntity()
        : null;
  }

  @Override
  public void setEntity(HttpEntity entity) {
    throw new UnsupportedOperationException();
  }
}
