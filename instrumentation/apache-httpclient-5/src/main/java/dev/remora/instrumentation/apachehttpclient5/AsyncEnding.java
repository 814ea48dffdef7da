package dev.remora.instrumentation.apachehttpclient5;

import dev.remora.bootstrap.Current;
import java.io.IOException;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncDataConsumer;

/** Sees that the client is through with a request, whichever way it took. */
public final class AsyncEnding implements AsyncExecCallback {
  private final AsyncRequest request;
  private final AsyncExecCallback callback;

  /** Stands before {@code callback}. */
  public AsyncEnding(AsyncRequest request, AsyncExecCallback callback) {
    this.request = request;
    this.callback = callback;
  }

  @Override
  public AsyncDataConsumer handleResponse(HttpResponse response, EntityDetails body)
      throws HttpException, IOException {
    return callback.handleResponse(response, body);
  }

  @Override
  public void handleInformationResponse(HttpResponse response) throws HttpException, IOException {
    callback.handleInformationResponse(response);
  }

  @Override
  public void completed() {
    request.giveUp();
    Object before = Current.set(request.serving());
    try {
      callback.completed();
    } finally {
      Current.set(before);
    }
  }

  @Override
  public void failed(Exception cause) {
    request.giveUp();
    Object before = Current.set(request.serving());
    try {
      callback.failed(cause);
    } finally {
      Current.set(before);
    }
  }
}
