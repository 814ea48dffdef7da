package dev.remora.instrumentation.apachehttpclient5;

import dev.remora.bootstrap.Door;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.protocol.HttpContext;

/** An application's exchange, of which a minimal client hears the request only by asking it. */
public final class AsyncIntroduction implements AsyncClientExchangeHandler {
  private final AsyncClientExchangeHandler handler;
  private volatile AsyncRequest introduced;

  private AsyncIntroduction(AsyncClientExchangeHandler handler) {
    this.handler = handler;
  }

  /**
   * Stands before {@code handler}.
   *
   * @return null: nothing is routed at present
   */
  public static AsyncIntroduction before(AsyncClientExchangeHandler handler) {
    return handler == null || !Door.isOpen() ? null : new AsyncIntroduction(handler);
  }

  /**
   * Stands before what the application cancels the request with. The client itself does no more
   * about a request that has been sent than to keep what becomes of it from the application.
   */
  public Cancellable before(Cancellable cancellable) {
    AsyncRequest request = introduced;
    if (cancellable == null || request == null || request.call() == null) {
      return cancellable;
    }
    return () -> {
      request.giveUp();
      return cancellable.cancel();
    };
  }

  @Override
  public void produceRequest(RequestChannel channel, HttpContext context)
      throws HttpException, IOException {
    handler.produceRequest(
        (request, body, requestContext) -> {
          AsyncRequest entered = AsyncRequest.enter(request, body);
          introduced = entered;
          Throwable thrown = null;
          try {
            channel.sendRequest(request, body, requestContext);
          } catch (HttpException | IOException | RuntimeException | Error e) {
            thrown = e;
            throw e;
          } finally {
            AsyncRequest.exit(entered, thrown);
          }
        },
        context);
  }

  @Override
  public int available() {
    return handler.available();
  }

  @Override
  public void produce(DataStreamChannel channel) throws IOException {
    handler.produce(channel);
  }

  @Override
  public void consumeInformation(HttpResponse response, HttpContext context)
      throws HttpException, IOException {
    handler.consumeInformation(response, context);
  }

  @Override
  public void consumeResponse(HttpResponse response, EntityDetails body, HttpContext context)
      throws HttpException, IOException {
    handler.consumeResponse(response, body, context);
  }

  @Override
  public void updateCapacity(CapacityChannel channel) throws IOException {
    handler.updateCapacity(channel);
  }

  @Override
  public void consume(ByteBuffer source) throws IOException {
    handler.consume(source);
  }

  @Override
  public void streamEnd(List<? extends Header> trailers) throws HttpException, IOException {
    handler.streamEnd(trailers);
  }

  @Override
  public void failed(Exception cause) {
    handler.failed(cause);
  }

  @Override
  public void cancel() {
    handler.cancel();
  }

  @Override
  public void releaseResources() {
    handler.releaseResources();
  }
}
