package dev.remora.instrumentation.apachehttpclient4;

import dev.remora.bootstrap.Call;
import dev.remora.bootstrap.Door;
import dev.remora.bootstrap.Request;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import org.apache.http.Header;
import org.apache.http.HttpConnection;
import org.apache.http.HttpHeaders;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpExecutionAware;
import org.apache.http.client.methods.HttpRequestWrapper;
import org.apache.http.conn.ConnectTimeoutException;
import org.apache.http.conn.ConnectionPoolTimeoutException;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.impl.execchain.RequestAbortedException;

/**
 * What a thread is doing between asking for a connection and having an answer: one request at one
 * service. The blocking client does all of it on one thread, so each layer finds the attempt here,
 * and none but the pool and the socket has to know of endpoints.
 */
public class Attempt {
  private static final long ABORT_POLL_MS = 20;

  private static final ThreadLocal<Attempt> CURRENT = new ThreadLocal<>();

  /** Of a request that is made while another is under way, in a socket factory for example. */
  private final Attempt outer;

  private SentRequest sent;
  private HttpExecutionAware execution;
  private HttpRoute logical;
  private Call call;
  private HttpRoute key;
  private boolean leased;
  private boolean left;

  Attempt() {
    this.outer = CURRENT.get();
    CURRENT.set(this);
  }

  /**
   * Begins an attempt.
   *
   * @return null: not ours
   */
  public static Attempt begin(HttpRoute route, HttpRequestWrapper request) {
    if (!Door.isOpen()) {
      return null;
    }
    SentRequest sent =
        new SentRequest(request, EndpointRoutes.isSecure(route), route.getTargetHost().getPort());
    Call call = EndpointRoutes.place(route, sent);
    if (call == null) {
      return null;
    }
    Attempt attempt = call.rejection() == null ? new Attempt() : new RejectedAttempt();
    attempt.place(route, call);
    attempt.sent = sent;
    return attempt;
  }

  static Attempt current() {
    return CURRENT.get();
  }

  /**
   * Ends the attempt, unless its endpoint could not be connected and there is another, or the
   * service's settings allow to try again.
   *
   * @param response null: there is none, but a failure
   * @param execution null, or what knows whether the application has given up
   * @return true: it goes on, at the next endpoint
   */
  public static boolean goesOn(
      Attempt attempt,
      CloseableHttpResponse response,
      Throwable failure,
      HttpExecutionAware execution) {
    if (attempt == null) {
      return false;
    }
    boolean goesOn = false;
    attempt.execution = execution;
    try {
      goesOn = attempt.triesAgain(response, failure);
    } finally {
      if (!goesOn) {
        attempt.end();
      }
    }
    return goesOn;
  }

  private boolean triesAgain(CloseableHttpResponse response, Throwable failure) {
    if (!movesOn(response, failure)) {
      return false;
    }
    if (response != null) {
      Discarding.discard(response);
    }
    sent.restore();
    return true;
  }

  /**
   * Ends the attempt, and places the next one after its pause, if there is to be one.
   *
   * @param response null: there is none, but a failure
   */
  final boolean movesOn(HttpResponse response, Throwable failure) {
    if (!leased || left || isAborted() || isGivenUp(failure)) {
      Door.cancelled(call);
      return false;
    }
    if (failure != null && Door.failover(call, failure)) {
      place(logical, call);
      return true;
    }
    long delay =
        response == null
            ? Door.retry(call, failure)
            : Door.retry(call, response.getStatusLine().getStatusCode(), retryAfter(response));
    if (delay < 0) {
      if (response == null) {
        Door.failed(call, failure);
      }
      return false;
    }
    if (!hasSlept(delay)) {
      Door.cancelled(call);
      return false;
    }
    place(logical, call);
    return true;
  }

  /**
   * Ends the attempt.
   *
   * @return true: as nothing was sent the call goes on, and is placed on another endpoint
   */
  final boolean failsOver(Throwable failure) {
    if (Door.failover(call, failure)) {
      place(logical, call);
      return true;
    }
    Door.failed(call, failure);
    return false;
  }

  /** The client says so when the application gives up, or when it has no connection to spare. */
  private static boolean isGivenUp(Throwable failure) {
    return failure instanceof ConnectionPoolTimeoutException
        || (failure instanceof InterruptedIOException
            && !(failure instanceof SocketTimeoutException)
            && !(failure instanceof ConnectTimeoutException));
  }

  private static String retryAfter(HttpResponse response) {
    Header header = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
    return header == null ? null : header.getValue();
  }

  /** Whether the application has given up. */
  boolean isAborted() {
    return execution != null && execution.isAborted();
  }

  private boolean hasSlept(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    try {
      for (long left = millis; left > 0 && !isAborted(); ) {
        Thread.sleep(Math.min(left, ABORT_POLL_MS));
        left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      }
      return !isAborted();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * How long connecting may take.
   *
   * @param own the application's own limit in milliseconds, 0 for none
   */
  public static int connectTimeout(int own) {
    Attempt attempt = CURRENT.get();
    return attempt == null || !attempt.leased
        ? own
        : shorter(own, Door.connectTimeoutMillis(attempt.call, Math.max(0, own)));
  }

  /** As {@link #connectTimeout(int)}, until the head of the response. */
  static int attemptTimeout(int own) {
    Attempt attempt = CURRENT.get();
    return attempt == null || !attempt.leased || attempt.left
        ? own
        : shorter(own, Door.attemptTimeoutMillis(attempt.call, Math.max(0, own)));
  }

  private static int shorter(int own, long millis) {
    return millis > 0 && (own <= 0 || millis < own)
        ? (int) Math.min(Integer.MAX_VALUE, millis)
        : own;
  }

  /**
   * The head of what this thread sends over a connection.
   *
   * @return null: it is none of its attempt, the agent has nothing to do with it
   */
  static WrittenHead head(HttpRequest request, HttpConnection connection) {
    Attempt attempt = CURRENT.get();
    Request sent = attempt == null || !attempt.isLeased() ? null : attempt.sending(request);
    if (sent == null) {
      return null;
    }
    Call call = attempt.call;
    return WrittenHead.begin(request, () -> AttemptHeaders.of(call, sent.isSecure(), connection));
  }

  /** What the agent knows of {@code request}; null: that is not what the attempt is made for. */
  Request sending(HttpRequest request) {
    return sent.isOf(request) ? sent : null;
  }

  /** What the application gets instead of a connection; null: nothing of that kind. */
  public static Throwable rejection(Attempt attempt) {
    if (!(attempt instanceof RejectedAttempt)) {
      return null;
    }
    Door.cancelled(attempt.call);
    return new RequestAbortedException(attempt.call.rejection());
  }

  /** The route under which the connection manager is to look for a connection. */
  public static HttpRoute lease(Object manager, HttpRoute route) {
    Attempt attempt = CURRENT.get();
    return attempt == null ? route : attempt.leaseFor(manager, route);
  }

  HttpRoute leaseFor(Object manager, HttpRoute route) {
    if (!route.equals(logical)) {
      return route;
    }
    leased = true;
    PoolSettings.carryOver(manager, route, key);
    return key;
  }

  /**
   * The attempt of this thread that {@code host} is the target of.
   *
   * @param host as the application or as the pool knows it
   * @return null: none
   */
  static Attempt to(HttpHost host) {
    Attempt attempt = CURRENT.get();
    return attempt != null
            && attempt.leased
            && (host.equals(attempt.logical.getTargetHost())
                || host.equals(attempt.key.getTargetHost()))
        ? attempt
        : null;
  }

  final void place(HttpRoute route, Call call) {
    this.logical = route;
    this.call = call;
    this.key = EndpointRoutes.key(route, call);
    this.leased = false;
    this.left = false;
  }

  /** What follows on this thread, until the next route, is not ours. */
  final void unplace() {
    logical = null;
    leased = false;
  }

  /** Whether what this thread does now goes to an endpoint. */
  final boolean isLeased() {
    return leased && !left;
  }

  /** What has not ended by now was given up. */
  final void cancelled() {
    Door.cancelled(call);
  }

  final void end() {
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
  }

  /** Where the connection goes is the application's affair: through a SOCKS proxy of its own. */
  final void leaveAlone() {
    left = true;
  }

  final HttpRoute logical() {
    return logical;
  }

  final HttpRoute key() {
    return key;
  }

  /** The host to connect, without an address. */
  final HttpHost host() {
    HttpHost host = logical.getTargetHost();
    return new HttpHost(host.getHostName(), call.port(), host.getSchemeName());
  }

  /** The host to connect, with the address. Needs HttpCore 4.4. */
  final HttpHost addressedHost() {
    HttpHost host = logical.getTargetHost();
    return new HttpHost(call.address(), host.getHostName(), call.port(), host.getSchemeName());
  }

  /** The one address that the name of the service stands for now. */
  final InetAddress[] addresses() {
    return new InetAddress[] {call.address()};
  }
}
