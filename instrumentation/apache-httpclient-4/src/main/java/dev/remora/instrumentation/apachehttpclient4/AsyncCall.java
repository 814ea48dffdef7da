package dev.remora.instrumentation.apachehttpclient4;

import dev.remora.bootstrap.Call;
import dev.remora.bootstrap.Current;
import dev.remora.bootstrap.Door;
import dev.remora.bootstrap.Request;
import java.io.IOException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.http.Header;
import org.apache.http.HttpEntityEnclosingRequest;
import org.apache.http.HttpHeaders;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.nio.NHttpClientConnection;
import org.apache.http.nio.conn.NHttpClientConnectionManager;
import org.apache.http.nio.protocol.HttpAsyncClientExchangeHandler;
import org.apache.http.nio.protocol.HttpAsyncRequestProducer;
import org.apache.http.protocol.HttpContext;
import org.apache.http.protocol.HttpCoreContext;

/**
 * A request of the asynchronous client, and what the agent is told of it. The client asks for a
 * connection on one thread, where the connection manager finds it here; everything after that
 * happens on whichever thread comes by. Each attempt is told to have ended exactly once, by the one
 * thread that finds it open.
 */
public final class AsyncCall extends Request {
  /** In the context of the request that it is of. */
  private static final String KEY = AsyncCall.class.getName();

  private static final ThreadLocal<AsyncCall> CURRENT = new ThreadLocal<>();
  private static final ThreadLocal<AsyncCall> RESUMED = new ThreadLocal<>();

  /** The client's exchange handler; null: a request whose end is not seen. */
  private final Object handler;

  private final AtomicReference<NHttpClientConnection> held;
  private final NHttpClientConnectionManager manager;
  private final HttpContext context;
  private final AtomicBoolean open = new AtomicBoolean();

  /** What the thread served that began the request, to which redirects belong as well. */
  private final Object serving;

  private Object servedBefore;
  private AsyncCall outer;
  private boolean leasing;
  private volatile boolean givenUp;
  private volatile boolean secure;
  private volatile int port;
  private volatile Call call;

  private AsyncCall(
      Object handler,
      AtomicReference<NHttpClientConnection> held,
      NHttpClientConnectionManager manager,
      HttpContext context,
      Object serving) {
    this.handler = handler;
    this.serving = serving;
    this.held = held;
    this.manager = manager;
    this.context = context;
  }

  /**
   * A handler begins to ask for a connection.
   *
   * @param held where it keeps the connection that it gets
   * @return null: nothing is routed at present, or not seen to its end
   */
  public static AsyncCall enter(
      Object handler,
      AtomicReference<NHttpClientConnection> held,
      NHttpClientConnectionManager manager,
      HttpContext context) {
    AsyncCall entered = RESUMED.get();
    if (entered == null || entered.handler != handler) {
      if (!Door.isOpen() || ExchangeHandlers.isPipelining(handler)) {
        return null;
      }
      entered = new AsyncCall(handler, held, manager, context, serving(handler, context));
      context.setAttribute(KEY, entered);
    }
    entered.outer = CURRENT.get();
    entered.leasing = true;
    CURRENT.set(entered);
    entered.servedBefore = Current.set(entered.serving);
    return entered;
  }

  private static Object serving(Object handler, HttpContext context) {
    Object serving = Current.get();
    Object before = context.getAttribute(KEY);
    return serving == null && before instanceof AsyncCall && ((AsyncCall) before).handler == handler
        ? ((AsyncCall) before).serving
        : serving;
  }

  /** It has asked. */
  public static void exit(AsyncCall entered) {
    if (entered != null) {
      Current.set(entered.servedBefore);
      entered.servedBefore = null;
      if (entered.outer == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(entered.outer);
      }
    }
  }

  /** A handler is done, before it tells its connection, or while it waits for one. */
  public static void ends(Object handler, HttpContext context) {
    Object ending = context.getAttribute(KEY);
    if (ending instanceof AsyncCall && ((AsyncCall) ending).handler == handler) {
      context.removeAttribute(KEY);
      ((AsyncCall) ending).giveUp();
    }
  }

  /**
   * Places the request that this thread asks for a connection for.
   *
   * @return null: not ours
   */
  static AsyncCall place(HttpRoute route) {
    AsyncCall current = CURRENT.get();
    if (current == null || !current.leasing) {
      Call call = EndpointRoutes.place(route);
      if (call == null) {
        return null;
      }
      AsyncCall unknown = new AsyncCall(null, null, null, null, null);
      unknown.call = call;
      return unknown;
    }
    if (current.call == null) {
      current.secure = EndpointRoutes.isSecure(route);
      current.port = route.getTargetHost().getPort();
      Call call = EndpointRoutes.place(route, current);
      if (call == null) {
        return null;
      }
      current.call = call;
      current.open.set(true);
    }
    current.leasing = false;
    return current;
  }

  Call call() {
    return call;
  }

  HttpContext context() {
    return context;
  }

  /** Whether its end is seen. */
  boolean isKnown() {
    return handler != null;
  }

  /** Why it must not be sent, whereupon it has ended; null: it may. */
  String rejection() {
    String rejection = call.rejection();
    if (rejection != null) {
      cancelled();
    }
    return rejection;
  }

  /** Whether the client still waits for what comes over {@code connection}. */
  boolean holds(NHttpClientConnection connection) {
    return held.get() == connection;
  }

  boolean failover(Exception failure) {
    if (givenUp) {
      return false;
    }
    boolean known = open.getAndSet(false);
    boolean moved = Door.failover(call, failure);
    open.set(known);
    return moved && !hasGivenUp();
  }

  /** As {@link Door#retry(Call, Throwable)}. */
  long retry(Throwable failure) {
    return givenUp || !open.getAndSet(false) ? -1 : going(Door.retry(call, failure));
  }

  /** As {@link Door#retry(Call, int, String)}. */
  long retry(HttpResponse response) {
    if (!open.getAndSet(false)) {
      return -1;
    }
    Header after = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
    return going(
        Door.retry(
            call,
            response.getStatusLine().getStatusCode(),
            after == null ? null : after.getValue()));
  }

  private long going(long delay) {
    if (delay < 0) {
      return -1;
    }
    open.set(true);
    return hasGivenUp() ? -1 : delay;
  }

  /** The client may have ended it just when it had no open attempt. */
  private boolean hasGivenUp() {
    if (givenUp) {
      cancelled();
    }
    return givenUp;
  }

  void failed(Throwable failure) {
    if (open.getAndSet(false)) {
      Door.failed(call, failure);
    }
  }

  void cancelled() {
    if (open.getAndSet(false)) {
      Door.cancelled(call);
    }
  }

  /** The client is through with the attempt, whatever has become of it. */
  void giveUp() {
    givenUp = true;
    cancelled();
  }

  /** Sends the request again after a while, as the client would by itself. */
  Future<?> repeat(AsyncAttempt ended, HttpAsyncClientExchangeHandler client, long delay) {
    return FailoverThreads.after(delay, () -> resume(ended, client));
  }

  private void resume(AsyncAttempt ended, HttpAsyncClientExchangeHandler client) {
    if (!ended.isToGoOn()) {
      return;
    }
    NHttpClientConnection connection = ended.connection();
    if (givenUp || !held.compareAndSet(connection, null)) {
      cancelled();
      return;
    }
    RESUMED.set(this);
    try {
      ended.giveBack(manager);
      producer().resetRequest();
      ExchangeHandlers.requestConnection(handler);
    } catch (IOException | RuntimeException e) {
      cancelled();
      client.failed(e);
    } finally {
      RESUMED.remove();
    }
  }

  private HttpAsyncRequestProducer producer() {
    return ExchangeHandlers.requestProducer(handler);
  }

  private HttpRequest request() {
    return (HttpRequest) context.getAttribute(HttpCoreContext.HTTP_REQUEST);
  }

  @Override
  public String method() {
    return request().getRequestLine().getMethod();
  }

  @Override
  public String target() {
    return request().getRequestLine().getUri();
  }

  @Override
  public String header(String name) {
    Header header = request().getFirstHeader(name);
    return header == null ? null : header.getValue();
  }

  @Override
  public boolean isRepeatable() {
    HttpRequest request = request();
    return !(request instanceof HttpEntityEnclosingRequest)
        || ((HttpEntityEnclosingRequest) request).getEntity() == null
        || producer().isRepeatable();
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
