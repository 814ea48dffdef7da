package dev.remora.instrumentation.apachehttpclient4;

import dev.remora.bootstrap.Door;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.http.HttpException;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.impl.DefaultConnectionReuseStrategy;
import org.apache.http.impl.client.DefaultConnectionKeepAliveStrategy;
import org.apache.http.nio.ContentDecoder;
import org.apache.http.nio.ContentEncoder;
import org.apache.http.nio.IOControl;
import org.apache.http.nio.NHttpClientConnection;
import org.apache.http.nio.NHttpConnection;
import org.apache.http.nio.conn.NHttpClientConnectionManager;
import org.apache.http.nio.protocol.HttpAsyncClientExchangeHandler;
import org.apache.http.nio.protocol.HttpAsyncRequestExecutor;
import org.apache.http.protocol.HttpContext;

/**
 * One attempt of an {@link AsyncCall} over one connection, standing between that and the client's
 * handler. What becomes of it is decided once: it is the client's, which then hears everything, or
 * nobody's, and another attempt follows, of which neither interceptors nor the application know.
 */
public final class AsyncAttempt implements HttpAsyncClientExchangeHandler, Runnable {
  /** In the context of a connection that leads to an endpoint. */
  private static final String KEY = AsyncAttempt.class.getName();

  /** How long a connection that was shut down may need to tell of it; early ones never do. */
  private static final int GRACE_MS = 50;

  /**
   * How much longer the body of a response that is thrown away may need, of which most came along.
   */
  private static final int BODY_MS = 50;

  private static final int BUFFER = 4096;

  private static final int WAITING = 0;
  private static final int DECIDING = 1;
  private static final int LATE = 2;
  private static final int DISCARDED = 3;
  private static final int OF_CLIENT = 4;

  /** The client has heard of its failure, which must not come twice. */
  private static final int FAILED = 5;

  private final AsyncCall call;
  private final NHttpClientConnection connection;
  private final AtomicInteger state = new AtomicInteger(WAITING);
  private final AtomicBoolean next = new AtomicBoolean();
  private volatile HttpAsyncClientExchangeHandler client;
  private volatile Future<?> timer;
  private volatile long limit;
  private volatile long goesOn;
  private volatile HttpResponse response;
  private volatile WrittenRequest head;
  private volatile boolean begun;
  private volatile boolean ended;
  private volatile boolean broken;

  private AsyncAttempt(AsyncCall call, NHttpClientConnection connection) {
    this.call = call;
    this.connection = connection;
  }

  /** An attempt of {@code call} gets its connection. */
  static void begin(AsyncCall call, NHttpClientConnection connection) {
    connection.getContext().setAttribute(KEY, new AsyncAttempt(call, connection));
  }

  /** Whether a connection leads to an endpoint. */
  static boolean isOn(NHttpClientConnection connection) {
    return connection.getContext().getAttribute(KEY) != null;
  }

  /**
   * What is to hear of a connection.
   *
   * @param handler the client's, or null
   */
  public static HttpAsyncClientExchangeHandler before(
      NHttpConnection connection, HttpAsyncClientExchangeHandler handler) {
    if (handler == null) {
      return null;
    }
    Object attempt = connection.getContext().getAttribute(KEY);
    return attempt instanceof AsyncAttempt ? ((AsyncAttempt) attempt).before(handler) : handler;
  }

  private HttpAsyncClientExchangeHandler before(HttpAsyncClientExchangeHandler handler) {
    if (!call.isKnown()) {
      return handler;
    }
    client = handler;
    return this;
  }

  /** The client gives a connection back. */
  public static void released(NHttpClientConnection connection) {
    Object attempt = connection.getContext().removeAttribute(KEY);
    if (attempt instanceof AsyncAttempt) {
      ((AsyncAttempt) attempt).stopTimer();
      ((AsyncAttempt) attempt).call.giveUp();
    }
  }

  NHttpClientConnection connection() {
    return connection;
  }

  /** Whether the next attempt is still to begin, which one thread alone finds. */
  boolean isToGoOn() {
    return next.compareAndSet(false, true);
  }

  /**
   * Gives the connection back in the client's place: as good as new if the response has come to its
   * end by now, else closed.
   */
  void giveBack(NHttpClientConnectionManager manager) throws IOException {
    HttpContext context = connection.getContext();
    context.removeAttribute(KEY);
    long validFor = 0;
    Object userToken = null;
    if (isReusable()) {
      validFor =
          DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(
              response, call.context());
      userToken = call.context().getAttribute(HttpClientContext.USER_TOKEN);
    } else {
      connection.shutdown();
    }
    context.removeAttribute(HttpAsyncRequestExecutor.HTTP_HANDLER);
    manager.releaseConnection(connection, userToken, validFor, TimeUnit.MILLISECONDS);
  }

  private boolean isReusable() {
    return ended
        && !broken
        && connection.isOpen()
        && DefaultConnectionReuseStrategy.INSTANCE.keepAlive(response, call.context());
  }

  /** The time is up; the connection's own thread takes it from there, unless it doesn't notice. */
  @Override
  public void run() {
    if (!state.compareAndSet(WAITING, LATE)) {
      endIfLate();
      return;
    }
    try {
      connection.shutdown();
    } catch (IOException | RuntimeException e) {
      // It is of no use any more either way.
    }
    FailoverThreads.run(this, GRACE_MS);
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

  private boolean isOfClient() {
    return state.get() == OF_CLIENT;
  }

  /** Whether nobody wants to hear of it. */
  private boolean isDiscarded() {
    int now = state.get();
    return now == DISCARDED || now == LATE;
  }

  @Override
  public HttpRequest generateRequest() throws IOException, HttpException {
    HttpRequest request = client.generateRequest();
    if (!begun && request != null) {
      begun = true;
      long own = Math.max(0, connection.getSocketTimeout());
      long allowed = Door.attemptTimeoutMillis(call.call(), own);
      if (allowed > 0 && (own == 0 || allowed < own)) {
        limit = allowed;
        timer = FailoverThreads.after(allowed, this);
      }
    }
    return request == null ? null : written(request);
  }

  /**
   * What is to be written. That hears of nothing but its connection, so what the agent adds can be
   * in it right away.
   */
  private HttpRequest written(HttpRequest request) {
    String[] headers = AttemptHeaders.of(call.call(), call.isSecure(), connection);
    if (headers == null) {
      return request;
    }
    WrittenRequest written = WrittenRequest.of(request, headers);
    head = written;
    return written;
  }

  private void headIsWritten() {
    WrittenRequest written = head;
    if (written != null) {
      head = null;
      written.forget();
    }
  }

  @Override
  public void produceContent(ContentEncoder encoder, IOControl control) throws IOException {
    headIsWritten();
    if (isDiscarded()) {
      throw new IOException("Request is no longer sent");
    }
    client.produceContent(encoder, control);
  }

  @Override
  public void requestCompleted() {
    headIsWritten();
    if (!isDiscarded()) {
      client.requestCompleted();
    }
  }

  @Override
  public void responseReceived(HttpResponse received) throws IOException, HttpException {
    headIsWritten();
    if (claim()) {
      response = received;
      long delay = call.retry(received);
      if (delay >= 0) {
        goesOn = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delay);
        state.set(DISCARDED);
        timer = call.repeat(this, client, delay + BODY_MS);
        return;
      }
      state.set(OF_CLIENT);
    }
    if (isOfClient()) {
      client.responseReceived(received);
    }
  }

  @Override
  public void consumeContent(ContentDecoder decoder, IOControl control) throws IOException {
    if (isOfClient()) {
      client.consumeContent(decoder, control);
      return;
    }
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    while (!decoder.isCompleted() && decoder.read(buffer) > 0) {
      buffer.clear();
    }
  }

  @Override
  public void responseCompleted() throws IOException, HttpException {
    ended = true;
    if (isOfClient()) {
      client.responseCompleted();
    } else if (state.get() == DISCARDED) {
      stopTimer();
      long left = TimeUnit.NANOSECONDS.toMillis(goesOn - System.nanoTime());
      Future<?> unused = call.repeat(this, client, Math.max(0, left));
    }
  }

  /** The endpoint has closed a connection over which nothing was sent. */
  @Override
  public void inputTerminated() {
    broken = true;
    if (claim()) {
      call.cancelled();
      state.set(OF_CLIENT);
    }
    if (isOfClient()) {
      client.inputTerminated();
    } else {
      endIfLate();
    }
  }

  @Override
  public void failed(Exception cause) {
    broken = true;
    if (isOfClient()) {
      client.failed(cause);
    } else if (claim()) {
      if (!call.holds(connection)) {
        // It has shut the connection down itself, which is what is told here.
        call.giveUp();
      }
      end(cause);
    } else {
      endIfLate();
    }
  }

  private void endIfLate() {
    if (state.compareAndSet(LATE, DECIDING)) {
      broken = true;
      end(new SocketTimeoutException(limit + " milliseconds timeout on connection"));
    }
  }

  private void end(Exception cause) {
    long delay = call.retry(cause);
    if (delay >= 0) {
      state.set(DISCARDED);
      Future<?> unused = call.repeat(this, client, delay);
    } else {
      call.failed(cause);
      state.set(FAILED);
      client.failed(cause);
    }
  }

  @Override
  public boolean isDone() {
    return isDiscarded() || client.isDone();
  }

  @Override
  public boolean cancel() {
    return client.cancel();
  }

  @Override
  public void close() throws IOException {
    if (claim()) {
      call.cancelled();
      state.set(OF_CLIENT);
    }
    if (!isDiscarded()) {
      client.close();
    }
  }
}
