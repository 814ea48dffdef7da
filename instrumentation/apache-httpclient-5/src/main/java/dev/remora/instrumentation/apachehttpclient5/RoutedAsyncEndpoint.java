package dev.remora.instrumentation.apachehttpclient5;

import org.apache.hc.client5.http.EndpointInfo;
import org.apache.hc.client5.http.nio.AsyncConnectionEndpoint;
import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;
import org.apache.hc.core5.http.nio.AsyncPushConsumer;
import org.apache.hc.core5.http.nio.HandlerFactory;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Identifiable;
import org.apache.hc.core5.util.Timeout;

/** Stands for the connection that a {@link Lease} holds at present. */
final class RoutedAsyncEndpoint extends AsyncConnectionEndpoint implements Identifiable {
  final Lease<AsyncConnectionEndpoint> lease;

  RoutedAsyncEndpoint(Lease<AsyncConnectionEndpoint> lease) {
    this.lease = lease;
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
    lease.current().execute(id, handler, pushHandlers, context);
  }

  @Override
  public boolean isConnected() {
    return lease.current().isConnected();
  }

  @Override
  public void setSocketTimeout(Timeout timeout) {
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
