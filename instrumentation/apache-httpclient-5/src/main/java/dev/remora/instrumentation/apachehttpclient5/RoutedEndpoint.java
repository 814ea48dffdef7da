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
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Stands for the connection that a {@link Lease} holds at present. */
final class RoutedEndpoint extends ConnectionEndpoint implements Identifiable {
  final Lease<ConnectionEndpoint> lease;
  final RoutedRequest request;
  private final RoutedConnectionManager manager;
  private Timeout socketTimeout;

  RoutedEndpoint(
      Lease<ConnectionEndpoint> lease, RoutedRequest request, RoutedConnectionManager manager) {
    this.lease = lease;
    this.request = request;
    this.manager = manager;
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
      String id, ClassicHttpRequest sent, HttpRequestExecutor executor, HttpContext context)
      throws IOException, HttpException {
    return execute(
        sent,
        context,
        new Sending() {
          @Override
          public ClassicHttpResponse send() throws IOException, HttpException {
            return lease
                .current()
                .execute(id, sent, new AttemptExecutor(executor, request), context);
          }
        });
  }

  /** From 5.4 on. Its executor's type must not be met before. */
  @Override
  public ClassicHttpResponse execute(
      String id, ClassicHttpRequest sent, RequestExecutor executor, HttpContext context)
      throws IOException, HttpException {
    return execute(
        sent,
        context,
        () ->
            lease
                .current()
                .execute(
                    id,
                    sent,
                    (executed, connection, executedContext) ->
                        AttemptExecutor.send(
                            request,
                            executed,
                            connection,
                            () -> executor.execute(executed, connection, executedContext)),
                    context));
  }

  /** Sends the request over the connection that the lease holds at present. */
  interface Sending {
    ClassicHttpResponse send() throws IOException, HttpException;
  }

  /**
   * Sends the request, and again to other endpoints as long as the service's settings allow it.
   * What the client and the application have made of the request is sent each time; neither sees a
   * response that is thrown away.
   */
  private ClassicHttpResponse execute(ClassicHttpRequest sent, HttpContext context, Sending sending)
      throws IOException, HttpException {
    // A second request over the same connection answers a challenge, which that one knows.
    while (request.isOpen()) {
      TimeValue reusableFor;
      long delay;
      try {
        ClassicHttpResponse response = sending.send();
        delay = request.retry(response);
        if (delay < 0) {
          return response;
        }
        reusableFor = Discarding.discard(sent, response, context);
      } catch (IOException e) {
        delay = lease.isEnded() ? -1 : request.retry(e);
        if (delay < 0) {
          if (lease.isEnded()) {
            request.cancelled();
          }
          request.failed(e);
          throw e;
        }
        reusableFor = null;
      } catch (HttpException | RuntimeException | Error e) {
        request.failed(e);
        throw e;
      }
      manager.repeat(this, reusableFor, delay, context);
      if (socketTimeout != null) {
        lease.current().setSocketTimeout(socketTimeout);
      }
    }
    return sending.send();
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

  @Override
  public void close() throws IOException {
    lease.current().close();
  }
}
