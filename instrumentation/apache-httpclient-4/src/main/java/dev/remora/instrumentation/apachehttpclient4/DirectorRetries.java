package dev.remora.instrumentation.apachehttpclient4;

import dev.remora.bootstrap.Door;
import java.io.IOException;
import java.lang.reflect.Field;
import org.apache.http.client.HttpRequestRetryHandler;
import org.apache.http.conn.ClientConnectionManager;
import org.apache.http.conn.ManagedClientConnection;
import org.apache.http.impl.client.DefaultRequestDirector;
import org.apache.http.params.HttpParams;
import org.apache.http.protocol.HttpContext;

/**
 * The retry handler of {@code DefaultHttpClient}: whether a request is repeated is its to say, and
 * where to the agent's. The director repeats what it sends over the connection that it holds.
 */
public final class DirectorRetries implements HttpRequestRetryHandler {
  private static final Field HELD = held();

  private final HttpRequestRetryHandler handler;
  private final DefaultRequestDirector director;
  private final ClientConnectionManager manager;
  private final HttpParams params;

  private DirectorRetries(
      HttpRequestRetryHandler handler,
      DefaultRequestDirector director,
      ClientConnectionManager manager,
      HttpParams params) {
    this.handler = handler;
    this.director = director;
    this.manager = manager;
    this.params = params;
  }

  /** Stands before {@code handler} while a request is executed. */
  public static HttpRequestRetryHandler before(
      HttpRequestRetryHandler handler,
      DefaultRequestDirector director,
      ClientConnectionManager manager,
      HttpParams params) {
    return handler instanceof DirectorRetries || !DirectorAttempt.isUnderWay()
        ? handler
        : new DirectorRetries(handler, director, manager, params);
  }

  /** The application's own again. */
  public static HttpRequestRetryHandler behind(HttpRequestRetryHandler handler) {
    return handler instanceof DirectorRetries ? ((DirectorRetries) handler).handler : handler;
  }

  private static Field held() {
    try {
      Field held = DefaultRequestDirector.class.getDeclaredField("managedConn");
      held.setAccessible(true);
      return held;
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public boolean retryRequest(IOException failure, int executions, HttpContext context) {
    return handler.retryRequest(failure, executions, context) && isPlaced(failure, context);
  }

  /** Whether there is a connection to repeat the request over. */
  private boolean isPlaced(IOException failure, HttpContext context) {
    try {
      ManagedClientConnection failed = (ManagedClientConnection) HELD.get(director);
      ManagedClientConnection next =
          DirectorAttempt.forRepetition(failure, failed, manager, context, params);
      if (next != failed) {
        HELD.set(director, next);
      }
      return next != null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (IOException e) {
      return false;
    } catch (IllegalAccessException | RuntimeException e) {
      Door.fault(e);
      return true;
    }
  }
}
