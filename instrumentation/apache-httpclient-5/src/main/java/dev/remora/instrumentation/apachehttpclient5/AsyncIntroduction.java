package dev.remora.instrumentation.apachehttpclient5;

import dev.remora.bootstrap.Door;
import java.io.IOException;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.protocol.HttpContext;

/** An application's exchange, of which a minimal client hears the request only by asking it. */
public final class AsyncIntroduction extends ForwardingExchange {
  private volatile AsyncRequest introduced;

  private AsyncIntroduction(AsyncClientExchangeHandler handler) {
    super(handler);
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
}
