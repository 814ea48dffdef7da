package dev.remora.instrumentation.apachehttpclient5;

import dev.remora.bootstrap.Call;
import dev.remora.bootstrap.Door;
import java.io.IOException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.Timeout;

/**
 * Shortens the time that a connection waits for the head of a response. What the application has
 * set stands again when it is there, for the body.
 */
final class AttemptTimeouts extends HttpRequestExecutor {
  private final HttpRequestExecutor executor;
  private final Call call;

  private AttemptTimeouts(HttpRequestExecutor executor, Call call) {
    this.executor = executor;
    this.call = call;
  }

  /** Whether the service has a limit at all. */
  static boolean areSet(Call call) {
    return Door.attemptTimeoutMillis(call, 0) > 0;
  }

  static HttpRequestExecutor of(HttpRequestExecutor executor, Call call) {
    return new AttemptTimeouts(executor, call);
  }

  /**
   * Sets the connection's time-out.
   *
   * @return what it was; null: it has not been changed
   */
  static Timeout begin(Call call, HttpClientConnection connection) {
    Timeout own = connection.getSocketTimeout();
    long millis = own == null ? 0 : Math.max(0, own.toMilliseconds());
    long shorter = Door.attemptTimeoutMillis(call, millis);
    if (shorter == millis || shorter <= 0) {
      return null;
    }
    connection.setSocketTimeout(Timeout.ofMilliseconds(shorter));
    return own == null ? Timeout.DISABLED : own;
  }

  static void end(HttpClientConnection connection, Timeout own) {
    if (own != null && connection.isOpen()) {
      connection.setSocketTimeout(own);
    }
  }

  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest request, HttpClientConnection connection, HttpContext context)
      throws IOException, HttpException {
    Timeout own = begin(call, connection);
    try {
      return executor.execute(request, connection, context);
    } finally {
      end(connection, own);
    }
  }

  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest request,
      HttpClientConnection connection,
      HttpResponseInformationCallback informationCallback,
      HttpContext context)
      throws IOException, HttpException {
    Timeout own = begin(call, connection);
    try {
      return executor.execute(request, connection, informationCallback, context);
    } finally {
      end(connection, own);
    }
  }
}
