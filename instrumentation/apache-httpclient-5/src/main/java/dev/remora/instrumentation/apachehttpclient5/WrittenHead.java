package dev.remora.instrumentation.apachehttpclient5;

import dev.remora.bootstrap.Call;
import dev.remora.bootstrap.Door;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.net.ssl.SSLSession;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpConnection;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;

/**
 * The head of an attempt that this thread is about to write, for which the agent has headers. They
 * are found here by what turns heads into bytes, and by nothing before that: only for the very
 * request that was handed to the connection, whatever else the thread sends meanwhile, and once.
 */
public final class WrittenHead {
  private static final ThreadLocal<WrittenHead> CURRENT = new ThreadLocal<>();

  private final Call call;
  private final boolean secure;

  /** Where it is sent, in one form or the other. */
  private final HttpConnection connection;

  private final HttpCoreContext context;
  private final WrittenHead outer;

  /** Null when it has been written. */
  private HttpRequest request;

  /** What HTTP/2 has made of its beginning. */
  private Header first;

  private WrittenHead(
      HttpRequest request,
      Call call,
      boolean secure,
      HttpConnection connection,
      HttpCoreContext context) {
    this.request = request;
    this.call = call;
    this.secure = secure;
    this.connection = connection;
    this.context = context;
    this.outer = CURRENT.get();
    CURRENT.set(this);
  }

  /**
   * Begins to send an attempt of {@code call}.
   *
   * @param secure whether the agent was told that it is sent over TLS
   */
  static WrittenHead begin(
      HttpRequest request, Call call, boolean secure, HttpConnection connection) {
    return new WrittenHead(request, call, secure, connection, null);
  }

  /**
   * As {@link #begin(HttpRequest, Call, boolean, HttpConnection)}.
   *
   * @param context in which the connection has said what it is
   * @return null: it has not
   */
  static WrittenHead begin(HttpRequest request, Call call, boolean secure, HttpContext context) {
    return context instanceof HttpCoreContext
        ? new WrittenHead(request, call, secure, null, (HttpCoreContext) context)
        : null;
  }

  /** The attempt has been sent, or has failed. */
  static void end(WrittenHead head) {
    if (head == null) {
      return;
    }
    if (head.outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(head.outer);
    }
  }

  /** What is to be written for {@code message}, in HTTP/1.1: mostly that. */
  public static HttpMessage written(HttpMessage message) {
    WrittenHead head = CURRENT.get();
    if (head == null || head.request != message) {
      return message;
    }
    Header[] added = head.take();
    return added == null ? message : new WrittenRequest((HttpRequest) message, added);
  }

  /**
   * HTTP/2 has made its own form of a request.
   *
   * @param converted begins with what was made for that request alone
   */
  public static void converted(HttpRequest request, List<Header> converted) {
    WrittenHead head = CURRENT.get();
    if (head != null && head.request == request && !converted.isEmpty()) {
      head.first = converted.get(0);
    }
  }

  /** What is to be encoded for {@code headers}, in HTTP/2: mostly those. */
  public static List<? extends Header> encoded(List<? extends Header> headers) {
    WrittenHead head = CURRENT.get();
    if (head == null || head.first == null || headers.isEmpty() || headers.get(0) != head.first) {
      return headers;
    }
    Header[] added = head.take();
    return added == null ? headers : merged(headers.iterator(), added);
  }

  private Header[] take() {
    request = null;
    first = null;
    String[] headers = Door.headers(call);
    if (headers == null || !isOnItsWay()) {
      return null;
    }
    Header[] added = new Header[headers.length / 2];
    for (int i = 0; i < added.length; i++) {
      String name = headers[2 * i];
      // What is sensitive is kept by neither end's table of HTTP/2.
      boolean sensitive = name.equalsIgnoreCase(HttpHeaders.AUTHORIZATION);
      added[i] = new BasicHeader(name, headers[2 * i + 1], sensitive);
    }
    return added;
  }

  /**
   * Whether the connection leads where the agent has placed the call, and as safely as it was told.
   * One through a SOCKS proxy of the application's does not, nor one whose socket is plain although
   * the application wrote https.
   */
  private boolean isOnItsWay() {
    SocketAddress peer;
    SSLSession session;
    if (connection == null) {
      EndpointDetails details = context.getEndpointDetails();
      peer = details == null ? null : details.getRemoteAddress();
      session = context.getSSLSession();
    } else {
      peer = connection.getRemoteAddress();
      session = connection.getSSLSession();
    }
    return peer instanceof InetSocketAddress
        && call.address().equals(((InetSocketAddress) peer).getAddress())
        && call.port() == ((InetSocketAddress) peer).getPort()
        && (session != null || !secure);
  }

  /**
   * Those of {@code own} that are not replaced, and {@code added}. Credentials of the application's
   * stay in place of the agent's: authenticators come by them when the call has been placed.
   */
  static List<Header> merged(Iterator<? extends Header> own, Header[] added) {
    List<Header> merged = new ArrayList<>();
    boolean authorized = false;
    while (own.hasNext()) {
      Header header = own.next();
      boolean credentials = isCredentials(header);
      authorized |= credentials;
      if (credentials || !isNamedAsOneOf(added, header)) {
        merged.add(header);
      }
    }
    for (Header header : added) {
      if (!authorized || !isCredentials(header)) {
        merged.add(header);
      }
    }
    return merged;
  }

  private static boolean isCredentials(Header header) {
    return HttpHeaders.AUTHORIZATION.equalsIgnoreCase(header.getName());
  }

  private static boolean isNamedAsOneOf(Header[] added, Header header) {
    for (Header one : added) {
      if (one.getName().equalsIgnoreCase(header.getName())) {
        return true;
      }
    }
    return false;
  }
}
