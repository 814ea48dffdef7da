package dev.remora.instrumentation.apachehttpclient5;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.impl.DefaultConnectionKeepAliveStrategy;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * One attempt of an {@link AsyncExchange}, as the connection knows it. What becomes of it is
 * decided once: it is the client's, which then hears everything, or nobody's, and another attempt
 * follows.
 */
final class AsyncAttempt implements AsyncClientExchangeHandler, DataStreamChannel, Runnable {
  /** How long a connection that was closed may need to tell of it. */
  private static final int GRACE_MS = 50;

  private static final int WAITING = 0;
  private static final int DECIDING = 1;
  private static final int LATE = 2;
  private static final int DISCARDED = 3;
  private static final int OF_CLIENT = 4;

  /** The client has heard of its end, which must not come twice. */
  private static final int FAILED = 5;

  private final AsyncExchange exchange;
  private final AtomicInteger state = new AtomicInteger(WAITING);
  private volatile DataStreamChannel output;
  private volatile Future<?> timer;
  private volatile long limit;
  private volatile HttpResponse response;
  private volatile HttpContext context;
  private volatile boolean ended;
  private volatile boolean broken;

  AsyncAttempt(AsyncExchange exchange) {
    this.exchange = exchange;
  }

  /** Gives the attempt up after {@code millis}. */
  void limitTo(long millis) {
    limit = millis;
    timer = FailoverThreads.after(millis, this);
  }

  /** The time is up; the connection's own thread takes it from there, unless it doesn't notice. */
  @Override
  public void run() {
    if (state.compareAndSet(WAITING, LATE)) {
      exchange.abort();
      FailoverThreads.run(this, GRACE_MS);
    } else {
      endIfLate();
    }
  }

  private boolean claim() {
    if (!state.compareAndSet(WAITING, DECIDING)) {
      return false;
    }
    stopTimer();
    return true;
  }

  private void stopTimer() {
    Future<?> running = timer;
    if (running != null) {
      running.cancel(false);
    }
  }

  /** It never began: whoever sends it says why. */
  void abandon() {
    stopTimer();
    state.set(DISCARDED);
  }

  private boolean isOfClient() {
    return state.get() == OF_CLIENT;
  }

  /** Whether nobody wants to hear of it. */
  boolean isDiscarded() {
    int now = state.get();
    return now == DISCARDED || now == LATE;
  }

  /** Whether its stream is still there for something to come. */
  boolean isUnderWay() {
    return !ended && !broken;
  }

  /** Whether its response has all come. */
  boolean hasEndedWell() {
    return ended && !broken;
  }

  /** How long its connection may be kept; null: it may not, or its response has not all come. */
  TimeValue reusableFor() {
    if (!hasEndedWell()) {
      return null;
    }
    try {
      return DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(response, context);
    } catch (RuntimeException e) {
      return null;
    }
  }

  /** The status of the response, 0 for none. */
  int status() {
    HttpResponse received = response;
    return received == null ? 0 : received.getCode();
  }

  @Override
  public void produceRequest(RequestChannel channel, HttpContext context)
      throws HttpException, IOException {
    if (isOver()) {
      // The one kind of exception that ends no more than a stream.
      throw new ProtocolException("Request is no longer sent");
    }
    exchange.produceRequest(channel, context);
  }

  /** Whether nothing must be sent any more. */
  private boolean isOver() {
    return isDiscarded() || state.get() == FAILED;
  }

  @Override
  public int available() {
    return isOver() ? 0 : exchange.available();
  }

  @Override
  public void produce(DataStreamChannel channel) throws IOException {
    if (!isOver()) {
      output = channel;
      exchange.produce(this);
    }
  }

  @Override
  public void requestOutput() {
    output.requestOutput();
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    return output.write(source);
  }

  @Override
  public void endStream(List<? extends Header> trailers) throws IOException {
    exchange.bodyEnded();
    output.endStream(trailers);
  }

  @Override
  public void endStream() throws IOException {
    exchange.bodyEnded();
    output.endStream();
  }

  @Override
  public void consumeInformation(HttpResponse information, HttpContext context)
      throws HttpException, IOException {
    if (!isDiscarded()) {
      exchange.client.consumeInformation(information, context);
    }
  }

  @Override
  public void consumeResponse(HttpResponse received, EntityDetails body, HttpContext context)
      throws HttpException, IOException {
    if (claim()) {
      this.context = context;
      response = received;
      long delay = exchange.request.retry(received);
      if (delay >= 0) {
        // What has not been sent of the body will not be, except where the client goes on with it.
        broken = !exchange.hasSent() && received.getCode() < HttpStatus.SC_CLIENT_ERROR;
        ended = body == null;
        state.set(DISCARDED);
        exchange.repeat(delay);
        return;
      }
      state.set(OF_CLIENT);
    }
    if (isOfClient()) {
      ended = body == null;
      exchange.client.consumeResponse(received, body, context);
    }
  }

  @Override
  public void updateCapacity(CapacityChannel channel) throws IOException {
    if (isDiscarded()) {
      channel.update(Integer.MAX_VALUE);
    } else {
      exchange.client.updateCapacity(channel);
    }
  }

  @Override
  public void consume(ByteBuffer source) throws IOException {
    if (isOfClient()) {
      exchange.client.consume(source);
    } else {
      source.position(source.limit());
    }
  }

  @Override
  public void streamEnd(List<? extends Header> trailers) throws HttpException, IOException {
    ended = true;
    if (isOfClient()) {
      exchange.client.streamEnd(trailers);
    }
  }

  @Override
  public void failed(Exception cause) {
    broken = true;
    if (isOfClient()) {
      exchange.client.failed(cause);
    } else if (claim()) {
      end(cause);
    } else {
      endIfLate();
    }
  }

  private void endIfLate() {
    if (state.compareAndSet(LATE, DECIDING)) {
      broken = true;
      end(new SocketTimeoutException(Timeout.ofMilliseconds(limit).toString()));
    }
  }

  private void end(Exception cause) {
    long delay = exchange.request.retry(cause);
    if (delay >= 0) {
      state.set(DISCARDED);
      exchange.repeat(delay);
    } else {
      exchange.request.failed(cause);
      state.set(FAILED);
      exchange.client.failed(cause);
    }
  }

  /** Of clients that have no other word for a connection that was closed before its turn, too. */
  @Override
  public void cancel() {
    broken = true;
    if (claim()) {
      exchange.request.cancelled();
      state.set(FAILED);
      exchange.client.cancel();
    } else if (isOfClient()) {
      exchange.client.cancel();
    } else {
      endIfLate();
    }
  }

  @Override
  public void releaseResources() {
    endIfLate();
    if (claim()) {
      exchange.request.cancelled();
      state.set(OF_CLIENT);
    }
    if (isOfClient() || state.get() == FAILED) {
      exchange.client.releaseResources();
    }
  }
}
