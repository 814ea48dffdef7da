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
 * Sends an attempt as the client's own executor does, with the agent's headers, and in the time
 * that the agent allows for the head of the response. What the application has set stands again
 * when it is there, for the body.
 */
final class AttemptExecutor extends HttpRequestExecutor {
  private final HttpRequestExecutor executor;
  private final RoutedRequest request;

  AttemptExecutor(HttpRequestExecutor executor, RoutedRequest request) {
    this.executor = executor;
    this.request = request;
  }

  /** Sends one over a connection. */
  static ClassicHttpResponse send(
      RoutedRequest request,
      ClassicHttpRequest sent,
      HttpClientConnection connection,
      RoutedEndpoint.Sending sending)
      throws IOException, HttpException {
    Timeout own = shorten(request.call(), connection);
    WrittenHead head =
        request.isKnown()
            ? WrittenHead.begin(sent, request.call(), request.isSecure(), connection)
            : null;
    try {
      return sending.send();
    } finally {
      WrittenHead.end(head);
      if (own != null && connection.isOpen()) {
        connection.setSocketTimeout(own);
      }
    }
  }

  /**
   * Sets the connection's time-out.
   *
   * @return what it was; null: it has not been changed
   */
  private static Timeout shorten(Call call, HttpClientConnection connection) {
    Timeout own = connection.getSocketTimeout();
    long millis = own == null ? 0 : Math.max(0, own.toMilliseconds());
    long shorter = Door.attemptTimeoutMillis(call, millis);
    if (shorter == millis || shorter <= 0) {
      return null;
    }
    connection.setSocketTimeout(Timeout.ofMilliseconds(shorter));
    return own == null ? Timeout.DISABLED : own;
  }

  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest sent, HttpClientConnection connection, HttpContext context)
      throws IOException, HttpException {
    return send(request, sent, connection, () -> executor.execute(sent, connection, context));
  }

  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest sent,
      HttpClientConnection connection,
      HttpResponseInformationCallback informationCallback,
      HttpContext context)
      throws IOException, HttpException {
    return send(
        request,
        sent,
        connection,
        () -> executor.execute(sent, connection, informationCallback, context));
  }
}
