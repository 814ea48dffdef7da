package dev.remora.core.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hc.core5.concurrent.CancellableDependency;
import org.apache.hc.core5.concurrent.ComplexCancellable;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.impl.BasicEntityDetails;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.protocol.HttpContext;

/** One go at an exchange, on one connection: the bytes out and in. Used on the I/O thread alone. */
final class Attempt implements AsyncClientExchangeHandler {
  private static final byte[] NO_BODY = new byte[0];

  private final Exchange exchange;
  private final Request request;
  private final Connection connection;
  private final boolean onUsedConnection;
  private final ComplexCancellable dependency = new ComplexCancellable();
  private final ByteBuffer outgoing;

  private int status;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private byte[] body = NO_BODY;
  private int length;

  Attempt(Exchange exchange, Connection connection, boolean onUsedConnection) {
    this.exchange = exchange;
    this.request = exchange.request();
    this.connection = connection;
    this.onUsedConnection = onUsedConnection;
    this.outgoing = ByteBuffer.wrap(request.body());
  }

  Connection connection() {
    return connection;
  }

  CancellableDependency dependency() {
    return dependency;
  }

  /** Stops it: HTTP/1.1 can do so only by closing the connection. */
  void abort() {
    if (connection.http2()) {
      dependency.cancel();
      connection.retire();
    } else {
      connection.close();
    }
  }

  /**
   * Whether it failed because the peer had closed an idle connection meanwhile (RFC 9112, 9.3.1):
   * then nothing of an answer came, and a fresh connection may fare better.
   */
  boolean foundConnectionClosed() {
    return onUsedConnection && status == 0;
  }

  @Override
  public void produceRequest(RequestChannel channel, HttpContext context)
      throws HttpException, IOException {
    BasicHttpRequest message =
        new BasicHttpRequest(request.method(), exchange.origin(), request.path());
    for (String[] header : request.headers()) {
      message.addHeader(header[0], header[1]);
    }
    EntityDetails entity =
        outgoing.hasRemaining()
            ? new BasicEntityDetails(outgoing.remaining(), ContentType.parse(request.contentType()))
            : null;
    channel.sendRequest(message, entity, context);
  }

  @Override
  public int available() {
    return outgoing.remaining();
  }

  @Override
  public void produce(DataStreamChannel channel) throws IOException {
    channel.write(outgoing);
    if (!outgoing.hasRemaining()) {
      channel.endStream();
    }
  }

  @Override
  public void consumeInformation(HttpResponse response, HttpContext context) {}

  @Override
  public void consumeResponse(HttpResponse response, EntityDetails entity, HttpContext context) {
    status = response.getCode();
    for (Header header : response.getHeaders()) {
      headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), header.getValue());
    }
    if (entity == null) {
      finish();
    } else if (entity.getContentLength() > request.maxBody()) {
      tooLarge();
    } else if (entity.getContentLength() > 0) {
      body = new byte[(int) Math.min(entity.getContentLength(), 64 << 10)];
    }
  }

  @Override
  public void updateCapacity(CapacityChannel channel) throws IOException {
    channel.update(Integer.MAX_VALUE);
  }

  @Override
  public void consume(ByteBuffer source) {
    int more = source.remaining();
    if (length + more > request.maxBody()) {
      tooLarge();
      return;
    }
    if (length + more > body.length) {
      int doubled = (int) Math.min(2L * body.length, request.maxBody());
      body = Arrays.copyOf(body, Math.max(length + more, doubled));
    }
    source.get(body, length, more);
    length += more;
  }

  private void tooLarge() {
    exchange.fail(
        new IOException("the answer has more than the " + request.maxBody() + " bytes allowed"));
  }

  @Override
  public void streamEnd(List<? extends Header> trailers) {
    finish();
  }

  private void finish() {
    byte[] exact = length == body.length ? body : Arrays.copyOf(body, length);
    exchange.answered(this, new Response(status, headers, exact, connection.http2()));
  }

  @Override
  public void failed(Exception cause) {
    exchange.failed(this, connection.explain(cause));
  }

  @Override
  public void cancel() {
    exchange.failed(this, new ConnectionClosedException("the request was cancelled"));
  }

  @Override
  public void releaseResources() {
    exchange.failed(this, new ConnectionClosedException("the connection was closed"));
  }
}
