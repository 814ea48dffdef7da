package dev.remora.instrumentation.apachehttpclient4;

import java.util.Iterator;
import org.apache.http.Header;
import org.apache.http.HeaderIterator;
import org.apache.http.HttpEntity;
import org.apache.http.HttpEntityEnclosingRequest;
import org.apache.http.HttpRequest;
import org.apache.http.ProtocolVersion;
import org.apache.http.RequestLine;
import org.apache.http.message.BasicHeader;
import org.apache.http.message.HeaderGroup;
import org.apache.http.params.HttpParams;

/**
 * A request as its head is written. What the agent adds is only in the iteration over all headers,
 * from which HttpCore writes: the client's log of headers asks for them in another way.
 */
class WrittenRequest implements HttpRequest {
  /**
   * The application's credentials stay in place of the agent's: authenticators come by them when
   * the call has been placed.
   */
  private static final String AUTHORIZATION = "Authorization";

  private final HttpRequest request;
  private volatile String[] added;

  private WrittenRequest(HttpRequest request, String[] added) {
    this.request = request;
    this.added = added;
  }

  /**
   * {@code request} with the agent's headers in place of its own of the same names.
   *
   * @param added names and values in turn
   */
  static WrittenRequest of(HttpRequest request, String[] added) {
    return request instanceof HttpEntityEnclosingRequest
        ? new WithEntity((HttpEntityEnclosingRequest) request, added)
        : new WrittenRequest(request, added);
  }

  /** It has been written: from now on it is like the request that it stands for. */
  final void forget() {
    added = null;
  }

  @Override
  public HeaderIterator headerIterator() {
    String[] headers = added;
    if (headers == null) {
      return request.headerIterator();
    }
    HeaderGroup written = new HeaderGroup();
    boolean authorized = request.containsHeader(AUTHORIZATION);
    for (Iterator<?> own = request.headerIterator(); own.hasNext(); ) {
      Header header = (Header) own.next();
      if (AUTHORIZATION.equalsIgnoreCase(header.getName()) || !isNamedIn(headers, header)) {
        written.addHeader(header);
      }
    }
    for (int i = 0; i + 1 < headers.length; i += 2) {
      if (!authorized || !AUTHORIZATION.equalsIgnoreCase(headers[i])) {
        written.addHeader(new BasicHeader(headers[i], headers[i + 1]));
      }
    }
    return written.iterator();
  }

  private static boolean isNamedIn(String[] headers, Header header) {
    for (int i = 0; i < headers.length; i += 2) {
      if (headers[i].equalsIgnoreCase(header.getName())) {
        return true;
      }
    }
    return false;
  }

  @Override
  public RequestLine getRequestLine() {
    return request.getRequestLine();
  }

  @Override
  public ProtocolVersion getProtocolVersion() {
    return request.getProtocolVersion();
  }

  @Override
  public boolean containsHeader(String name) {
    return request.containsHeader(name);
  }

  @Override
  public Header[] getHeaders(String name) {
    return request.getHeaders(name);
  }

  @Override
  public Header getFirstHeader(String name) {
    return request.getFirstHeader(name);
  }

  @Override
  public Header getLastHeader(String name) {
    return request.getLastHeader(name);
  }

  @Override
  public Header[] getAllHeaders() {
    return request.getAllHeaders();
  }

  @Override
  public HeaderIterator headerIterator(String name) {
    return request.headerIterator(name);
  }

  @Override
  public void addHeader(Header header) {
    request.addHeader(header);
  }

  @Override
  public void addHeader(String name, String value) {
    request.addHeader(name, value);
  }

  @Override
  public void setHeader(Header header) {
    request.setHeader(header);
  }

  @Override
  public void setHeader(String name, String value) {
    request.setHeader(name, value);
  }

  @Override
  public void setHeaders(Header[] headers) {
    request.setHeaders(headers);
  }

  @Override
  public void removeHeader(Header header) {
    request.removeHeader(header);
  }

  @Override
  public void removeHeaders(String name) {
    request.removeHeaders(name);
  }

  @Override
  @Deprecated
  public HttpParams getParams() {
    return request.getParams();
  }

  @Override
  @Deprecated
  public void setParams(HttpParams params) {
    request.setParams(params);
  }

  @Override
  public String toString() {
    return request.toString();
  }

  /** Of a request that may have a body. */
  private static final class WithEntity extends WrittenRequest
      implements HttpEntityEnclosingRequest {
    private final HttpEntityEnclosingRequest request;

    WithEntity(HttpEntityEnclosingRequest request, String[] added) {
      super(request, added);
      this.request = request;
    }

    @Override
    public boolean expectContinue() {
      return request.expectContinue();
    }

    @Override
    public void setEntity(HttpEntity entity) {
      request.setEntity(entity);
    }

    @Override
    public HttpEntity getEntity() {
      return request.getEntity();
    }
  }
}
