package dev.remora.instrumentation.apachehttpclient4;

import dev.remora.bootstrap.Call;
import dev.remora.bootstrap.Request;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.HttpStatus;
import org.apache.http.client.methods.AbortableHttpRequest;
import org.apache.http.client.methods.HttpUriRequest;
import org.apache.http.client.params.HttpClientParams;
import org.apache.http.client.protocol.ClientContext;
import org.apache.http.conn.ClientConnectionManager;
import org.apache.http.conn.ClientConnectionRequest;
import org.apache.http.conn.ManagedClientConnection;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.impl.execchain.RequestAbortedException;
import org.apache.http.params.HttpConnectionParams;
import org.apache.http.params.HttpParams;
import org.apache.http.protocol.ExecutionContext;
import org.apache.http.protocol.HttpContext;

/**
 * A request of a client from before 4.3, {@code DefaultHttpClient}. One director carries it through
 * all its redirects and retries, and decides late which routes it takes: each connection that it
 * asks for is a call of its own, and so is a redirect for which it would keep the one it has.
 */
public final class DirectorAttempt extends Attempt {
  /** The application's, which it may abort. */
  private final HttpRequest request;

  /** What is sent: that, or what a redirect has made of it. */
  private HttpRequest next;

  /** The same as the agent knows it, once it has been placed. */
  private DirectorRequest placed;

  private boolean movedOn;
  private boolean follows;
  private boolean challenged;
  private String rejection;

  private DirectorAttempt(HttpRequest request) {
    this.request = request;
    this.next = request;
  }

  /** Begins a request. */
  public static DirectorAttempt begin(HttpRequest request) {
    return new DirectorAttempt(request);
  }

  /** Ends a request. */
  public static void end(DirectorAttempt attempt) {
    if (attempt != null) {
      attempt.cancelled();
      attempt.end();
    }
  }

  private static DirectorAttempt ofThread() {
    Attempt current = current();
    return current instanceof DirectorAttempt ? (DirectorAttempt) current : null;
  }

  @Override
  HttpRoute leaseFor(Object manager, HttpRoute route) {
    if (!movedOn && !place(route)) {
      return route;
    }
    return super.leaseFor(manager, route);
  }

  private boolean place(HttpRoute route) {
    follows = false;
    placed =
        new DirectorRequest(next, EndpointRoutes.isSecure(route), route.getTargetHost().getPort());
    Call call = EndpointRoutes.place(route, placed);
    if (call == null) {
      unplace();
      return false;
    }
    place(route, call);
    rejection = call.rejection();
    return true;
  }

  /** What this thread gets instead of a connection; null: nothing of that kind. */
  public static Throwable leaseRejection() {
    DirectorAttempt attempt = ofThread();
    if (attempt == null || attempt.rejection == null) {
      return null;
    }
    Throwable rejected = new RequestAbortedException(attempt.rejection);
    attempt.rejection = null;
    attempt.cancelled();
    return rejected;
  }

  /**
   * The director goes on with another request.
   *
   * @param status of the response to the last one
   */
  public static void follow(HttpRequest followUp, int status) {
    DirectorAttempt attempt = ofThread();
    if (attempt != null) {
      attempt.next = followUp;
      attempt.follows = true;
      attempt.challenged =
          status == HttpStatus.SC_UNAUTHORIZED
              || status == HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED;
    }
  }

  /**
   * A connection for a request that would go over the one of the request before. A challenge is
   * answered over the connection that it came on, which may be meant by it, as long as it is open.
   *
   * @return null: that one will do
   */
  public static ManagedClientConnection forFollowUp(
      ManagedClientConnection held,
      ClientConnectionManager manager,
      HttpContext context,
      HttpParams params)
      throws IOException {
    DirectorAttempt attempt = ofThread();
    if (attempt == null
        || !attempt.follows
        || (attempt.challenged && held.isOpen())
        || !attempt.isLeased()
        || context.getAttribute(ClientContext.USER_TOKEN) != null) {
      return null;
    }
    HttpRoute here = attempt.key();
    if (!attempt.place(attempt.logical())) {
      return null;
    }
    if (attempt.rejection == null && here.equals(attempt.key())) {
      // It is on the right connection already.
      attempt.leaseFor(manager);
      return null;
    }
    held.releaseConnection();
    try {
      return attempt.connection(manager, context, params);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  private void leaseFor(ClientConnectionManager manager) {
    super.leaseFor(manager, logical());
  }

  /**
   * A connection to the next endpoint, instead of {@code failed}, which could not be opened or
   * broke.
   *
   * @return null: there is none, the failure stands
   */
  public static ManagedClientConnection after(
      Throwable failure,
      ManagedClientConnection failed,
      ClientConnectionManager manager,
      HttpContext context,
      HttpParams params)
      throws IOException, InterruptedException {
    DirectorAttempt attempt = ofThread();
    if (attempt == null || !attempt.movesOn(null, failure) || failed == null) {
      return null;
    }
    failed.abortConnection();
    return attempt.connection(manager, context, params);
  }

  /**
   * The same instead of the one that brought {@code response}, if that is thrown away.
   *
   * @return null: it is the client's
   */
  public static ManagedClientConnection after(
      HttpResponse response,
      ManagedClientConnection held,
      ClientConnectionManager manager,
      HttpContext context,
      HttpParams params)
      throws IOException, InterruptedException {
    DirectorAttempt attempt = ofThread();
    if (attempt == null || response == null || !attempt.movesOn(response, null)) {
      return null;
    }
    Discarding.discard(response, held, context);
    return attempt.connection(manager, context, params);
  }

  /** Whether what this thread's director sends goes to an endpoint. */
  static boolean isUnderWay() {
    DirectorAttempt attempt = ofThread();
    return attempt != null && attempt.isLeased();
  }

  /**
   * A connection for what the client sends again by itself, which is a call of its own.
   *
   * @param failed what the client has closed after {@code failure}, to be opened anew
   * @return that where another would not be ours; null: the call is rejected
   */
  static ManagedClientConnection forRepetition(
      Throwable failure,
      ManagedClientConnection failed,
      ClientConnectionManager manager,
      HttpContext context,
      HttpParams params)
      throws IOException, InterruptedException {
    DirectorAttempt attempt = ofThread();
    if (attempt == null || !attempt.isLeased() || attempt.isAborted()) {
      return failed;
    }
    DirectorRequest again = attempt.placed;
    HttpRoute here = attempt.key();
    if (!again.isRepeatable() || !attempt.isPlacedAfter(failure, again)) {
      return failed;
    }
    if (attempt.rejection != null) {
      attempt.rejection = null;
      attempt.cancelled();
      return null;
    }
    if (here.equals(attempt.key())) {
      attempt.leaseFor(manager);
      return failed;
    }
    failed.abortConnection();
    boolean connected = false;
    try {
      ManagedClientConnection next = attempt.connection(manager, context, params);
      connected = true;
      return next;
    } finally {
      if (!connected) {
        attempt.cancelled();
      }
    }
  }

  private boolean isPlacedAfter(Throwable failure, DirectorRequest again) {
    if (failsOver(failure)) {
      return true;
    }
    HttpRoute route = logical();
    Call call = EndpointRoutes.place(route, again);
    if (call == null) {
      return false;
    }
    place(route, call);
    rejection = call.rejection();
    return true;
  }

  @Override
  Request sending(HttpRequest request) {
    return placed.isSentAs(request) ? placed : null;
  }

  @Override
  boolean isAborted() {
    return request instanceof HttpUriRequest && ((HttpUriRequest) request).isAborted();
  }

  /** What the director does itself for its first connection. */
  private ManagedClientConnection connection(
      ClientConnectionManager manager, HttpContext context, HttpParams params)
      throws IOException, InterruptedException {
    movedOn = true;
    try {
      ClientConnectionRequest lease =
          manager.requestConnection(logical(), context.getAttribute(ClientContext.USER_TOKEN));
      if (request instanceof AbortableHttpRequest) {
        ((AbortableHttpRequest) request).setConnectionRequest(lease);
      }
      ManagedClientConnection connection =
          lease.getConnection(
              HttpClientParams.getConnectionManagerTimeout(params), TimeUnit.MILLISECONDS);
      if (connection.isOpen()
          && HttpConnectionParams.isStaleCheckingEnabled(params)
          && connection.isStale()) {
        connection.close();
      }
      if (request instanceof AbortableHttpRequest) {
        ((AbortableHttpRequest) request).setReleaseTrigger(connection);
      }
      context.setAttribute(ExecutionContext.HTTP_CONNECTION, connection);
      return connection;
    } finally {
      movedOn = false;
    }
  }

  /** What an open connection's route is, as far as the director and the application know. */
  public static HttpRoute known(HttpRoute route) {
    Attempt current = current();
    return current instanceof DirectorAttempt && route != null && route.equals(current.key())
        ? current.logical()
        : route;
  }

  /** The route under which a connection is to be opened: that under which it is pooled. */
  public static HttpRoute pooled(HttpRoute route) {
    Attempt current = current();
    return current instanceof DirectorAttempt && route.equals(current.logical())
        ? current.key()
        : route;
  }
}
