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
 * Sends an attempt as the client's own executor does, with the agent's headers, and in the time
 * that the agent allows for the head of the response. What the application has set stands again
 * when it is there, for the body.
 */
public final class AttemptExecutor extends HttpRequestExecutor {
  private final HttpRequestExecutor executor;

  /** Stands before {@code executor}. */
  public AttemptExecutor(HttpRequestExecutor executor) {
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
    WrittenHead head = Attempt.head(request, connection);
    if (head == null) {
      return executeInTime(request, connection, context);
    }
    try {
      return executeInTime(request, connection, context);
    } finally {
      head.end();
    }
  }

  private HttpResponse executeInTime(
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
