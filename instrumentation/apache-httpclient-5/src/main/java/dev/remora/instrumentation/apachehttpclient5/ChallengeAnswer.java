package dev.remora.instrumentation.apachehttpclient5;

import java.io.IOException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * The client's answer to a challenge, over the connection that was challenged. It is no call of its
 * own, and has the headers of the one that it belongs to.
 */
final class ChallengeAnswer extends ForwardingExchange {
  private final AsyncRequest challenged;

  ChallengeAnswer(AsyncClientExchangeHandler handler, AsyncRequest challenged) {
    super(handler);
    this.challenged = challenged;
  }

  @Override
  public void produceRequest(RequestChannel channel, HttpContext context)
      throws HttpException, IOException {
    handler.produceRequest(
        (request, body, requestContext) -> {
          WrittenHead head =
              WrittenHead.begin(request, challenged.call(), challenged.isSecure(), context);
          try {
            channel.sendRequest(request, body, requestContext);
          } finally {
            WrittenHead.end(head);
          }
        },
        context);
  }
}
