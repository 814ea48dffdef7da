package dev.remora.instrumentation.apachehttpclient5;

import java.util.concurrent.Future;
import org.apache.hc.client5.http.EndpointInfo;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.classic.RequestFailedException;
import org.apache.hc.client5.http.nio.AsyncClientConnectionManager;
import org.apache.hc.client5.http.nio.AsyncConnectionEndpoint;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;
import org.apache.hc.core5.http.nio.AsyncPushConsumer;
import org.apache.hc.core5.http.nio.HandlerFactory;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.ConnectionInitiator;
import org.apache.hc.core5.util.Identifiable;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Stands for the connection that a {@link Lease} holds at present. */
final class RoutedAsyncEndpoint extends AsyncConnectionEndpoint implements Identifiable {
  final Lease<AsyncConnectionEndpoint> lease;
  private final RoutedAsyncConnectionManager manager;
  private volatile AsyncRequest request;
  private volatile LeasedExchange exchange;
  private volatile Timeout socketTimeout;

  RoutedAsyncEndpoint(
      Lease<AsyncConnectionEndpoint> lease,
      AsyncRequest request,
      RoutedAsyncConnectionManager manager) {
    this.lease = lease;
    this.request = request;
    this.manager = manager;
  }

  /** What the connection was leased for, or what follows that over the same lease. */
  AsyncRequest request() {
    return request;
  }

  AsyncClientConnectionManager manager() {
    return manager.own();
  }

  Timeout socketTimeout() {
    return socketTimeout;
  }

  /** What connects the lease as the client would. */
  AsyncConnecting connecting(
      HttpContext context, FutureCallback<AsyncConnectionEndpoint> callback) {
    return manager.connecting(this, context, callback);
  }

  /** Connects as the client asks to. */
  Future<AsyncConnectionEndpoint> connect(
      ConnectionInitiator initiator,
      Timeout timeout,
      Object attachment,
      HttpContext context,
      FutureCallback<AsyncConnectionEndpoint> callback) {
    boolean elsewhere = false;
    AsyncRequest next = AsyncRequest.pending();
    if (next != null && exchange != null && takes(next)) {
      String rejection = next.rejection();
      if (rejection != null) {
        AsyncConnecting rejected = connecting(context, callback);
        return rejected.rejected(new RequestFailedException(rejection));
      }
      AsyncConnectionEndpoint held = lease.exchange();
      elsewhere = held != null;
      if (elsewhere) {
        AsyncLeasing.discard(manager(), held);
      }
    }
    AsyncConnecting connecting =
        new AsyncConnecting(manager(), this, initiator, timeout, attachment, context, callback);
    return elsewhere ? connecting.beginElsewhere() : connecting.begin();
  }

  /** The client sends another request on what it leased for an earlier one: a redirect's. */
  private boolean takes(AsyncRequest next) {
    if (AsyncRequest.place(lease.logicalRoute()) != next) {
      return false;
    }
    request = next;
    exchange = null;
    lease.place(next.call());
    return true;
  }

  @Override
  public String getId() {
    AsyncConnectionEndpoint endpoint = lease.current();
    return endpoint instanceof Identifiable
        ? ((Identifiable) endpoint).getId()
        : endpoint.toString();
  }

  @Override
  public void execute(
      String id,
      AsyncClientExchangeHandler handler,
      HandlerFactory<AsyncPushConsumer> pushHandlers,
      HttpContext context) {
    LeasedExchange before = exchange;
    if (before != null) {
      follow(before, id, handler, pushHandlers, context);
    } else if (request.isOpen()) {
      LeasedExchange first = new LeasedExchange(this, handler, id, pushHandlers, context);
      exchange = first;
      first.begin();
    } else {
      lease.current().execute(id, handler, pushHandlers, context);
    }
  }

  /** A challenge is answered over the connection that it came on, which may be meant by it. */
  private void follow(
      LeasedExchange before,
      String id,
      AsyncClientExchangeHandler handler,
      HandlerFactory<AsyncPushConsumer> pushHandlers,
      HttpContext context) {
    HttpRoute here = lease.route();
    AsyncRequest next = AsyncRequest.pending();
    if (before.attempt().status() == HttpStatus.SC_UNAUTHORIZED) {
      ChallengeAnswer answer = new ChallengeAnswer(handler, request);
      lease.current().execute(id, answer, pushHandlers, context);
      return;
    }
    if (next == null || lease.state != null || !takes(next)) {
      lease.current().execute(id, handler, pushHandlers, context);
      return;
    }
    String rejection = next.rejection();
    if (rejection != null) {
      try {
        handler.failed(new RequestFailedException(rejection));
      } finally {
        handler.releaseResources();
      }
      return;
    }
    LeasedExchange following = new LeasedExchange(this, handler, id, pushHandlers, context);
    exchange = following;
    if (lease.route().equals(here)) {
      following.begin();
    } else {
      TimeValue reusableFor = before.attempt().reusableFor();
      following.leave(reusableFor);
    }
  }

  @Override
  public boolean isConnected() {
    return lease.current().isConnected();
  }

  @Override
  public void setSocketTimeout(Timeout timeout) {
    socketTimeout = timeout;
    lease.current().setSocketTimeout(timeout);
  }

  @Override
  public EndpointInfo getInfo() {
    return lease.current().getInfo();
  }

  @Override
  public void close(CloseMode mode) {
    lease.current().close(mode);
  }
}
