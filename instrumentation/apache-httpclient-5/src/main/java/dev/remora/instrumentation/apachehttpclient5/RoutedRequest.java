package dev.remora.instrumentation.apachehttpclient5;

import dev.remora.bootstrap.Call;
import dev.remora.bootstrap.Door;
import dev.remora.bootstrap.Request;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.URISyntaxException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;

/**
 * A request of the classic client from the lease of its connection to the head of its response, and
 * what the agent is told of it. All of that happens on one thread, on which the connection manager
 * finds the request that it leases for. Each attempt is told to have ended exactly once: whatever
 * the client does, it leaves the method that this was entered with.
 */
public final class RoutedRequest extends Request {
  private static final ThreadLocal<RoutedRequest> CURRENT = new ThreadLocal<>();
  private static final ThreadLocal<RoutedRequest> CONNECTING = new ThreadLocal<>();

  private final ClassicHttpRequest request;
  private final RoutedRequest outer;

  /** Whether an attempt is under way; an application may end it from another thread. */
  private final AtomicBoolean open = new AtomicBoolean();

  private boolean leased;
  private boolean secure;
  private int port;
  private Call call;

  private RoutedRequest(ClassicHttpRequest request, RoutedRequest outer) {
    this.request = request;
    this.outer = outer;
  }

  /**
   * The client begins to look for a connection for {@code request}.
   *
   * @return null: nothing is routed at present
   */
  public static RoutedRequest enter(ClassicHttpRequest request) {
    if (request == null || !Door.isOpen()) {
      return null;
    }
    RoutedRequest entered = new RoutedRequest(request, CURRENT.get());
    CURRENT.set(entered);
    return entered;
  }

  /** The client has a response, or has failed. */
  public static void exit(RoutedRequest entered) {
    if (entered == null) {
      return;
    }
    if (entered.outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(entered.outer);
    }
    entered.cancelled();
  }

  /**
   * Places the request that this thread leases a connection for.
   *
   * @return null: not ours
   */
  static RoutedRequest place(HttpRoute route) {
    RoutedRequest current = CURRENT.get();
    if (current == null || current.leased) {
      // Another way to the connection manager than the client's own: its end would not be seen.
      Call call = Routes.place(route, null);
      if (call == null) {
        return null;
      }
      RoutedRequest unknown = new RoutedRequest(null, null);
      unknown.call = call;
      return unknown;
    }
    current.secure = Routes.isSecure(route);
    current.port = route.getTargetHost().getPort();
    Call call = Routes.place(route, current);
    if (call == null) {
      return null;
    }
    current.leased = true;
    current.call = call;
    current.open.set(true);
    return current;
  }

  Call call() {
    return call;
  }

  /** Whether an attempt has begun and not ended; never for a request whose end is not seen. */
  boolean isOpen() {
    return open.get();
  }

  void connecting() {
    CONNECTING.set(this);
  }

  static void connected() {
    CONNECTING.remove();
  }

  /** The connection that is being made leads through the application's SOCKS proxy. */
  public static void leaveAlone() {
    RoutedRequest connecting = CONNECTING.get();
    if (connecting != null) {
      connecting.cancelled();
    }
  }

  /**
   * How long the connection that this thread makes may take.
   *
   * @param own the application's own limit in milliseconds, 0 for none
   */
  static long connectTimeoutMillis(long own) {
    RoutedRequest connecting = CONNECTING.get();
    return connecting == null ? own : Door.connectTimeoutMillis(connecting.call, own);
  }

  boolean failover(IOException failure) {
    boolean known = open.getAndSet(false);
    if (Door.failover(call, failure)) {
      open.set(known);
      return true;
    }
    open.set(known);
    return false;
  }

  /** As {@link Door#retry(Call, Throwable)}. */
  long retry(IOException failure) {
    if (isAborted(failure) || !open.getAndSet(false)) {
      return -1;
    }
    return going(Door.retry(call, failure));
  }

  /** As {@link Door#retry(Call, int, String)}. */
  long retry(ClassicHttpResponse response) {
    if (!open.getAndSet(false)) {
      return -1;
    }
    Header after = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
    return going(Door.retry(call, response.getCode(), after == null ? null : after.getValue()));
  }

  private long going(long delay) {
    if (delay >= 0) {
      open.set(true);
    }
    return delay;
  }

  void failed(Throwable failure) {
    if (isAborted(failure)) {
      cancelled();
    } else if (open.getAndSet(false)) {
      Door.failed(call, failure);
    }
  }

  void cancelled() {
    if (open.getAndSet(false)) {
      Door.cancelled(call);
    }
  }

  /** The client says so when the application has given up. */
  private static boolean isAborted(Throwable failure) {
    return failure instanceof InterruptedIOException
        && !(failure instanceof SocketTimeoutException);
  }

  /** Whether the agent knows what is sent. */
  boolean isKnown() {
    return request != null;
  }

  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public String target() {
    try {
      return request.getPath() == null ? request.getUri().getRawPath() : request.getPath();
    } catch (URISyntaxException e) {
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
    HttpEntity entity = request.getEntity();
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
