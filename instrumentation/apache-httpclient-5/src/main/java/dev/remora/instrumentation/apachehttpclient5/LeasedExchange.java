package dev.remora.instrumentation.apachehttpclient5;

import java.util.concurrent.Future;
import org.apache.hc.client5.http.nio.AsyncClientConnectionManager;
import org.apache.hc.client5.http.nio.AsyncConnectionEndpoint;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;
import org.apache.hc.core5.http.nio.AsyncPushConsumer;
import org.apache.hc.core5.http.nio.HandlerFactory;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** An exchange over connections that are leased, each for one request at a time. */
final class LeasedExchange extends AsyncExchange
    implements FutureCallback<AsyncConnectionEndpoint> {
  private final RoutedAsyncEndpoint endpoint;
  private final String id;
  private final HandlerFactory<AsyncPushConsumer> pushHandlers;
  private final HttpContext context;

  LeasedExchange(
      RoutedAsyncEndpoint endpoint,
      AsyncClientExchangeHandler client,
      String id,
      HandlerFactory<AsyncPushConsumer> pushHandlers,
      HttpContext context) {
    super(endpoint.request(), client);
    this.endpoint = endpoint;
    this.id = id;
    this.pushHandlers = pushHandlers;
    this.context = context;
  }

  @Override
  void send(AsyncAttempt next) {
    endpoint.lease.current().execute(id, next, pushHandlers, context);
  }

  @Override
  void abort() {
    endpoint.lease.current().close(CloseMode.IMMEDIATE);
  }

  @Override
  void moveOn(AsyncAttempt discarded) {
    leave(discarded.reusableFor());
  }

  /**
   * Gives the connection back, and goes on with one to where the call is now.
   *
   * @param reusableFor null: it is closed
   */
  void leave(TimeValue reusableFor) {
    AsyncClientConnectionManager manager = endpoint.manager();
    AsyncConnectionEndpoint held = endpoint.lease.exchange();
    if (held == null) {
      request.giveUp();
      return;
    }
    if (reusableFor == null) {
      AsyncLeasing.discard(manager, held);
    } else {
      manager.release(held, endpoint.lease.state, reusableFor);
    }
    Future<?> unused = endpoint.connecting(context, this).beginElsewhere();
  }

  /** A minimal client counts on its exchange to have its connection given back. */
  @Override
  void givenUp() {
    if (!endpoint.lease.isEnded()) {
      try {
        client.cancel();
      } finally {
        client.releaseResources();
      }
    }
  }

  @Override
  public void completed(AsyncConnectionEndpoint connected) {
    Timeout socketTimeout = endpoint.socketTimeout();
    if (socketTimeout != null) {
      endpoint.lease.current().setSocketTimeout(socketTimeout);
    }
    found();
  }

  @Override
  public void failed(Exception e) {
    fail(e);
  }

  @Override
  public void cancelled() {
    fail(null);
  }

  @Override
  long ownTimeoutMillis() {
    Timeout own = endpoint.socketTimeout();
    return own == null ? 0 : Math.max(0, own.toMilliseconds());
  }
}
