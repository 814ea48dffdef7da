package dev.remora.instrumentation.apachehttpclient5;

import dev.remora.bootstrap.Door;
import java.io.IOException;
import org.apache.hc.client5.http.impl.classic.RequestFailedException;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;
import org.apache.hc.core5.http.nio.AsyncDataProducer;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.nio.ResourceHolder;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * An exchange of the client's with an endpoint, and with others as long as the service's settings
 * allow it. It stands between client and connection: what client and application have made of the
 * request is sent each time, and none of them sees a response that is thrown away.
 */
abstract class AsyncExchange implements Runnable {
  /**
   * What the end of a response takes longer than its head when both arrive together, and what a
   * connection that has failed takes to be closed by its own thread: up to HttpCore 5.1, closing it
   * from another meanwhile can end the client's reactor.
   */
  private static final int END_MS = 5;

  final AsyncRequest request;
  final AsyncClientExchangeHandler client;
  private HttpRequest sent;
  private Header[] headers;
  private volatile EntityDetails body;

  /** Whether the client has seen the end of its body, which it counts on to happen once. */
  private volatile boolean bodyEnded;

  private volatile AsyncAttempt attempt;
  private AsyncAttempt waitedFor;

  AsyncExchange(AsyncRequest request, AsyncClientExchangeHandler client) {
    this.request = request;
    this.client = client;
  }

  /** Sends an attempt over the connection that is held now. */
  abstract void send(AsyncAttempt next);

  /** Ends the attempt that is under way, which will hear of it from its connection. */
  abstract void abort();

  /** Finds a connection to the endpoint where the call is now, and {@link #begin begins} there. */
  abstract void moveOn(AsyncAttempt discarded);

  /** The request was given up while no attempt was under way that would tell the client of it. */
  abstract void givenUp();

  /** The application's own limit for an attempt in milliseconds, 0 for none. */
  abstract long ownTimeoutMillis();

  /** Begins an attempt. */
  final void begin() {
    if (request.isGivenUp()) {
      givenUp();
      return;
    }
    AsyncAttempt next = new AsyncAttempt(this);
    attempt = next;
    long own = ownTimeoutMillis();
    long limit = Door.attemptTimeoutMillis(request.call(), own);
    if (limit > 0 && (own <= 0 || limit < own)) {
      next.limitTo(limit);
    }
    try {
      send(next);
    } catch (RuntimeException e) {
      next.abandon();
      request.failed(e);
      throw e;
    }
  }

  /** The last attempt. */
  final AsyncAttempt attempt() {
    return attempt;
  }

  /** Tries again after a while. */
  final void repeat(long delay) {
    FailoverThreads.run(this, delay);
  }

  /**
   * Time enough has passed since the last attempt. Should its response have come to its end by now,
   * its connection is as good as ever.
   */
  @Override
  public final void run() {
    try {
      if (request.isGivenUp()) {
        request.cancelled();
        givenUp();
        return;
      }
      AsyncAttempt last = attempt;
      if (last != waitedFor && !last.hasEndedWell()) {
        waitedFor = last;
        FailoverThreads.run(this, END_MS);
        return;
      }
      if (sent != null) {
        sent.setHeaders(headers);
      }
      if (body instanceof ResourceHolder) {
        ((ResourceHolder) body).releaseResources();
      }
      moveOn(last);
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  /** Begins on a connection that has been found for it. */
  final void found() {
    try {
      begin();
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  /**
   * There is no connection to go on with.
   *
   * @param reason why, or null: the request was given up
   */
  final void fail(Exception reason) {
    request.cancelled();
    if (request.isGivenUp()) {
      givenUp();
    } else {
      try {
        client.failed(reason == null ? new RequestFailedException("Request aborted") : reason);
      } finally {
        client.releaseResources();
      }
    }
  }

  final void produceRequest(RequestChannel channel, HttpContext context)
      throws HttpException, IOException {
    if (sent != null) {
      write(channel, context, context);
      return;
    }
    client.produceRequest(
        (produced, details, producedContext) -> {
          sent = produced;
          headers = produced.getHeaders();
          body = details;
          write(channel, producedContext, context);
        },
        context);
  }

  private void write(RequestChannel channel, HttpContext context, HttpContext ofConnection)
      throws HttpException, IOException {
    WrittenHead head = WrittenHead.begin(sent, request.call(), request.isSecure(), ofConnection);
    try {
      channel.sendRequest(sent, body, context);
    } finally {
      WrittenHead.end(head);
    }
  }

  final int available() {
    return bodyEnded ? ((AsyncDataProducer) body).available() : client.available();
  }

  final void produce(DataStreamChannel channel) throws IOException {
    if (bodyEnded) {
      ((AsyncDataProducer) body).produce(channel);
    } else {
      client.produce(channel);
    }
  }

  final void bodyEnded() {
    bodyEnded = true;
  }

  /** Whether all of the request has been sent once. */
  final boolean hasSent() {
    return body == null || bodyEnded;
  }
}
