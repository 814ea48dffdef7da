package dev.remora.instrumentation.apachehttpclient4;

import dev.remora.bootstrap.Call;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apache.http.HttpRequest;
import org.apache.http.client.methods.AbortableHttpRequest;
import org.apache.http.client.params.HttpClientParams;
import org.apache.http.client.protocol.ClientContext;
import org.apache.http.conn.ClientConnectionManager;
import org.apache.http.conn.ClientConnectionRequest;
import org.apache.http.conn.ManagedClientConnection;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.params.HttpParams;
import org.apache.http.protocol.HttpContext;

/**
 * A request of a client from before 4.3, {@code DefaultHttpClient}. One director carries it through
 * all its redirects and retries, and decides late which routes it takes: each connection that it
 * asks for is an attempt of its own.
 */
public final class DirectorAttempt extends Attempt {
  private final HttpRequest request;
  private boolean movedOn;

  private DirectorAttempt(HttpRequest request) {
    this.request = request;
  }

  /** Begins a request. */
  public static DirectorAttempt begin(HttpRequest request) {
    return new DirectorAttempt(request);
  }

  /** Ends a request. */
  public static void end(DirectorAttempt attempt) {
    if (attempt != null) {
      attempt.end();
    }
  }

  @Override
  HttpRoute leaseFor(Object manager, HttpRoute route) {
    if (!movedOn) {
      Call call = EndpointRoutes.place(route);
      if (call == null) {
        unplace();
        return route;
      }
      place(route, call);
    }
    return super.leaseFor(manager, route);
  }

  /**
   * A connection to the next endpoint, instead of {@code failed}, which could not be opened.
   *
   * @return null: there is none, the failure stands
   */
  public static ManagedClientConnection next(
      Throwable failure,
      ManagedClientConnection failed,
      ClientConnectionManager manager,
      HttpContext context,
      HttpParams params)
      throws IOException, InterruptedException {
    Attempt current = current();
    if (failure == null || !(current instanceof DirectorAttempt) || !current.moveOn(failure)) {
      return null;
    }
    failed.abortConnection();
    return ((DirectorAttempt) current).connection(manager, context, params);
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
      if (request instanceof AbortableHttpRequest) {
        ((AbortableHttpRequest) request).setReleaseTrigger(connection);
      }
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
