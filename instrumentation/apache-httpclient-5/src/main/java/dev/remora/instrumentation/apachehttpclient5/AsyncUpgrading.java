package dev.remora.instrumentation.apachehttpclient5;

import org.apache.hc.client5.http.nio.AsyncConnectionEndpoint;
import org.apache.hc.core5.concurrent.FutureCallback;

/** Tells of an upgraded connection as the {@link RoutedAsyncEndpoint} that it belongs to. */
final class AsyncUpgrading implements FutureCallback<AsyncConnectionEndpoint> {
  private final RoutedAsyncEndpoint endpoint;
  private final FutureCallback<AsyncConnectionEndpoint> callback;

  AsyncUpgrading(RoutedAsyncEndpoint endpoint, FutureCallback<AsyncConnectionEndpoint> callback) {
    this.endpoint = endpoint;
    this.callback = callback;
  }

  @Override
  public void completed(AsyncConnectionEndpoint upgraded) {
    callback.completed(endpoint);
  }

  @Override
  public void failed(Exception e) {
    callback.failed(e);
  }

  @Override
  public void cancelled() {
    callback.cancelled();
  }
}
