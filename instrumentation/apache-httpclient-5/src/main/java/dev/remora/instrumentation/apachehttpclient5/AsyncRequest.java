package dev.remora.instrumentation.apachehttpclient5;

import dev.remora.bootstrap.Call;
import dev.remora.bootstrap.Current;
import dev.remora.bootstrap.Door;
import dev.remora.bootstrap.Request;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;

/**
 * A request of an asynchronous client, and what the agent is told of it. The client asks for its
 * connection on the thread on which it begins, where the connection manager and the pool find it
 * here; everything after that happens on whichever thread comes by. Each attempt is told to have
 * ended exactly once, by the one thread that finds it {@link #isOpen open}.
 */
public final class AsyncRequest extends Request {
  private static final ThreadLocal<AsyncRequest> CURRENT = new ThreadLocal<>();
  private static final ThreadLocal<AsyncRequest> CONNECTING = new ThreadLocal<>();

  private final HttpRequest request;
  private final EntityDetails body;
  private final AsyncRequest outer;

  /** What the thread served that began it. */
  private final Object serving = Current.get();

  private final AtomicBoolean open = new AtomicBoolean();
  private volatile boolean givenUp;
  private volatile boolean secure;
  private volatile Call call;

  private AsyncRequest(HttpRequest request, EntityDetails body, AsyncRequest outer) {
    this.request = request;
    this.body = body;
    this.outer = outer;
  }

  /**
   * The client begins to look for a connection for {@code request}.
   *
   * @param body null for none
   * @return null: nothing is routed at present
   */
  public static AsyncRequest enter(HttpRequest request, EntityDetails body) {
    if (request == null || !Door.isOpen()) {
      return null;
    }
    AsyncRequest entered = new AsyncRequest(request, body, CURRENT.get());
    CURRENT.set(entered);
    return entered;
  }

  /**
   * It has begun to, or has thrown.
   *
   * @param thrown null: it goes on
   */
  public static void exit(AsyncRequest entered, Throwable thrown) {
    if (entered == null) {
      return;
    }
    if (entered.outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(entered.outer);
    }
    if (thrown != null) {
      entered.giveUp();
    }
  }

  /** The request of this thread that has no place yet; null: there is none. */
  static AsyncRequest pending() {
    AsyncRequest current = CURRENT.get();
    return current == null || current.call != null ? null : current;
  }

  private static AsyncRequest pending(boolean secure) {
    AsyncRequest pending = pending();
    if (pending != null) {
      pending.secure = secure;
    }
    return pending;
  }

  /**
   * Places the request that this thread asks for a connection for.
   *
   * @return null: not ours
   */
  static AsyncRequest place(HttpRoute route) {
    AsyncRequest pending = pending(Routes.isSecure(route));
    return placed(pending, Routes.place(route, pending));
  }

  /** As {@link #place(HttpRoute)}, for a client that knows no proxies. */
  static AsyncRequest place(HttpHost host) {
    AsyncRequest pending = pending(Routes.isSecure(host));
    return placed(pending, Routes.place(host, pending));
  }

  private static AsyncRequest placed(AsyncRequest pending, Call call) {
    if (call == null) {
      return null;
    }
    // Without one it came another way than the client's own: its end would not be seen.
    AsyncRequest placed = pending == null ? new AsyncRequest(null, null, null) : pending;
    placed.call = call;
    placed.open.set(pending != null);
    return placed;
  }

  Call call() {
    return call;
  }

  /** See {@link Current#get()}: what follows on the request, as redirects do, belongs to it too. */
  Object serving() {
    return serving;
  }

  /** Whether an attempt has begun and not ended; never for a request whose end is not seen. */
  boolean isOpen() {
    return open.get();
  }

  /** Whether the client has ended the request, so that nothing must be done for it any more. */
  boolean isGivenUp() {
    return givenUp;
  }

  /** Why it must not be sent, whereupon it has ended; null: it may. */
  String rejection() {
    String rejection = call.rejection();
    if (rejection != null) {
      cancelled();
    }
    return rejection;
  }

  void connecting() {
    CONNECTING.set(this);
  }

  static void connected() {
    CONNECTING.remove();
  }

  /** The connection that is being made leads through the application's SOCKS proxy. */
  public static void leaveAlone() {
    AsyncRequest connecting = CONNECTING.get();
    if (connecting != null) {
      connecting.cancelled();
    }
  }

  /** As {@link RoutedRequest#connectTimeoutMillis(long)}. */
  static long connectTimeoutMillis(long own) {
    AsyncRequest connecting = CONNECTING.get();
    return connecting == null ? own : Door.connectTimeoutMillis(connecting.call, own);
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
    if (givenUp) {
      Door.responded(call, response.getCode());
      return -1;
    }
    Header after = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
    return going(Door.retry(call, response.getCode(), after == null ? null : after.getValue()));
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

  /** The client is through with the request, whatever has become of it. */
  void giveUp() {
    givenUp = true;
    cancelled();
  }

  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public String target() {
    return request.getPath();
  }

  @Override
  public String header(String name) {
    Header header = request.getFirstHeader(name);
    return header == null ? null : header.getValue();
  }

  @Override
  public boolean isRepeatable() {
    return body == null
        || (body instanceof AsyncEntityProducer && ((AsyncEntityProducer) body).isRepeatable());
  }

  @Override
  public boolean isSecure() {
    return secure;
  }
}
