package dev.remora.instrumentation.apachehttpclient5;

import java.io.IOException;
import org.apache.hc.client5.http.EndpointInfo;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Identifiable;
import org.apache.hc.core5.util.Timeout;

/** Stands for the connection that a {@link Lease} holds at present. */
final class RoutedEndpoint extends ConnectionEndpoint implements Identifiable {
  final Lease<ConnectionEndpoint> lease;

  RoutedEndpoint(Lease<ConnectionEndpoint> lease) {
    this.lease = lease;
  }

  @Override
  public String getId() {
    ConnectionEndpoint endpoint = lease.current();
    return endpoint instanceof Identifiable
        ? ((Identifiable) endpoint).getId()
        : endpoint.toString();
  }

  @Override
  @Deprecated
  public ClassicHttpResponse execute(
      String id, ClassicHttpRequest request, HttpRequestExecutor executor, HttpContext context)
      throws IOException, HttpException {
    return lease.current().execute(id, request, executor, context);
  }

  @Override
  public ClassicHttpResponse execute(
      String id, ClassicHttpRequest request, RequestExecutor executor, HttpContext context)
      throws IOException, HttpException {
    return lease.current().execute(id, request, executor, context);
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

  @Override
  public void close() throws IOException {
    lease.current().close();
  }
}
