package dev.remora.instrumentation.apachehttpclient4;

import java.io.IOException;
import org.apache.http.HttpClientConnection;
import org.apache.http.HttpException;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.protocol.HttpContext;
import org.apache.http.protocol.HttpProcessor;
import org.apache.http.protocol.HttpRequestExecutor;

/**
 * Shortens the time that a connection waits for the head of a response. What the application has
 * set stands again when it is there, for the body.
 */
public final class TimedExecutor extends HttpRequestExecutor {
  private final HttpRequestExecutor executor;

  /** Stands before {@code executor}. */
  public TimedExecutor(HttpRequestExecutor executor) {
    this.executor = executor;
  }

  @Override
  public void preProcess(HttpRequest request, HttpProcessor processor, HttpContext context)
      throws HttpException, IOException {
    executor.preProcess(request, processor, context);
  }

  @Override
  public void postProcess(HttpResponse response, HttpProcessor processor, HttpContext context)
      throws HttpException, IOException {
    executor.postProcess(response, processor, context);
  }

  @Override
  public HttpResponse execute(
      HttpRequest request, HttpClientConnection connection, HttpContext context)
      throws IOException, HttpException {
    int own = connection.getSocketTimeout();
    int shorter = Attempt.attemptTimeout(own);
    if (shorter == own) {
      return executor.execute(request, connection, context);
    }
    connection.setSocketTimeout(shorter);
    try {
      return executor.execute(request, connection, context);
    } finally {
      if (connection.isOpen()) {
        connection.setSocketTimeout(own);
      }
    }
  }
}
