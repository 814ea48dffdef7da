package dev.remora.instrumentation.okhttp;

import dev.remora.bootstrap.Call;
import dev.remora.bootstrap.Door;
import dev.remora.bootstrap.Request;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import okhttp3.Connection;
import okhttp3.HttpUrl;
import okhttp3.Response;
import okio.Timeout;

/**
 * A call on its way through OkHttp's own loop of retries and follow-ups, and what the agent is told
 * of it. The loop runs on one thread, on which everything below finds the call that it serves.
 *
 * <p>An attempt is what OkHttp does at one endpoint, its silent repetition over another connection
 * included, from the placing of an {@code Address} to the head of a response. Each is told to have
 * ended exactly once: whatever happens, the loop is left through {@link #exit}.
 */
public final class RoutedRequest extends Request {
  private static final ThreadLocal<RoutedRequest> CURRENT = new ThreadLocal<>();

  /** OkHttp's own {@code MAX_FOLLOW_UPS}, beyond which it throws instead. */
  private static final int MAX_FOLLOW_UPS = 20;

  /** How soon a pause ends when the application has cancelled. */
  private static final long CANCEL_POLL_MILLIS = 20;

  private final RoutedRequest outer;
  private final Cancelling cancelling;
  private okhttp3.Request request;
  private int followUps;

  // Of the attempt.
  private Call call;
  private boolean open;
  private String rejection;

  /** The call stands on an endpoint that OkHttp does not know of yet. */
  private boolean moved;

  private boolean begun;
  private boolean sent;

  /** Sent over a connection without TLS, whatever the URL says. */
  private boolean clear;

  private int status;
  private IOException silentFailure;

  /** The application's own limit for reading, in milliseconds. */
  private int own;

  /** The moment by which the head has to be there, of {@link System#nanoTime}; 0 for none. */
  private long deadline;

  private Timeout reading;
  private Timeout writing;

  private RoutedRequest(okhttp3.Request request, Cancelling cancelling, RoutedRequest outer) {
    this.request = request;
    this.cancelling = cancelling;
    this.outer = outer;
  }

  /**
   * OkHttp's loop begins.
   *
   * @param cancelling tells whether it is to end
   */
  static RoutedRequest enter(okhttp3.Request request, Cancelling cancelling) {
    RoutedRequest entered = new RoutedRequest(request, cancelling, CURRENT.get());
    CURRENT.set(entered);
    return entered;
  }

  /** OkHttp's loop has ended. */
  public static void exit(RoutedRequest entered) {
    if (entered == null) {
      return;
    }
    lend(entered.outer);
    entered.end();
    // Its address stays with a kept connection.
    entered.request = null;
  }

  /** The call that this thread carries out, or null. */
  static RoutedRequest current() {
    return CURRENT.get();
  }

  /** This thread works for {@code request}, or no longer for any. */
  static void lend(RoutedRequest request) {
    if (request == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(request);
    }
  }

  /**
   * Places the next hop, or takes over where a retry has been placed.
   *
   * @return null: not ours
   */
  Call place(String host) {
    if (moved && call != null && host.equals(request.url().host())) {
      moved = false;
      return call;
    }
    end();
    return route(host);
  }

  private Call route(String host) {
    forgetAttempt();
    moved = false;
    call = Door.route(host, this);
    rejection = call == null ? null : call.rejection();
    open = call != null && rejection == null;
    return call;
  }

  private void forgetAttempt() {
    begun = false;
    sent = false;
    clear = false;
    status = 0;
    silentFailure = null;
  }

  /** Whether OkHttp has still to be brought to where the call stands. */
  boolean hasMoved() {
    return moved && call != null;
  }

  /** What the next address is for. */
  Call take() {
    moved = false;
    return call;
  }

  /**
   * A connection is about to be looked for.
   *
   * @param own the application's time-out for reading in milliseconds, 0 for none
   * @return what is to be thrown instead, or null
   */
  IOException connecting(int own) {
    if (call != null && !open && rejection == null) {
      // Up to 3.14.0 OkHttp makes no new address for a hop to the same host.
      moved = route(request.url().host()) != null;
    }
    if (rejection != null) {
      return new IOException(rejection);
    }
    if (open && !begun) {
      this.own = own;
      start();
    }
    return null;
  }

  /** Whether the request goes to a service. */
  boolean isOurs() {
    return call != null;
  }

  private void start() {
    begun = true;
    long millis = Door.attemptTimeoutMillis(call, own);
    boolean shorter = millis > 0 && (own == 0 || millis < own);
    deadline = shorter ? System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis) : 0;
  }

  /** The attempt goes on at the endpoint that {@code call} has moved on to. */
  void movedOn(Call call) {
    if (call == this.call && open && begun) {
      start();
    }
  }

  /** The request goes through a proxy of the application's. */
  void leaveAlone() {
    if (open) {
      open = false;
      Door.cancelled(call);
    }
    call = null;
    moved = false;
  }

  /** How long connecting to {@code address} may take. */
  public static int connectTimeoutMillis(InetSocketAddress address, int own) {
    RoutedRequest current = CURRENT.get();
    return current == null || !current.isAt(address)
        ? own
        : (int) current.left(Door.connectTimeoutMillis(current.call, own));
  }

  /** The handshake that may follow has what is left of the attempt's time. */
  public static void connected(InetSocketAddress address, Socket socket) throws SocketException {
    RoutedRequest current = CURRENT.get();
    if (current != null && current.deadline != 0 && current.isAt(address)) {
      socket.setSoTimeout((int) current.left(socket.getSoTimeout()));
    }
  }

  private boolean isAt(InetSocketAddress address) {
    return open && address.getPort() == call.port() && call.address().equals(address.getAddress());
  }

  /** The shorter of {@code own} milliseconds, 0 being the longest, and what is left. */
  private long left(long own) {
    if (deadline == 0) {
      return own;
    }
    long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime() + 999_999));
    return own == 0 ? left : Math.min(own, left);
  }

  /** The request is about to be sent over {@code connection}. */
  public static void sending(Connection connection) {
    RoutedRequest current = CURRENT.get();
    if (current == null || !current.open) {
      return;
    }
    if (connection != null && connection.route().proxy().type() != Proxy.Type.DIRECT) {
      current.leaveAlone();
      return;
    }
    current.sent = true;
    current.clear = connection != null && connection.handshake() == null;
  }

  /**
   * See {@link Door#headers}.
   *
   * @param written what is sent, network interceptors having seen it
   */
  String[] headers(okhttp3.Request written) {
    boolean expected = open && written.url().host().equals(request.url().host());
    // OkHttp from 4.4 on keeps to the connection that it has where only the scheme is another.
    return expected && !(clear && request.isHttps()) ? Door.headers(call) : null;
  }

  /** Whether the time until the head of the response is limited by us. */
  public static boolean isLimited() {
    RoutedRequest current = CURRENT.get();
    return current != null && current.open && current.deadline != 0;
  }

  /** Limits it, on the connection's or the stream's own timers. */
  public static void limit(Timeout reading, Timeout writing) {
    RoutedRequest current = CURRENT.get();
    if (current != null && current.open && current.deadline != 0) {
      current.unlimit();
      current.reading = current.shorten(reading);
      current.writing = current.shorten(writing);
    }
  }

  private Timeout shorten(Timeout timeout) {
    if (timeout.hasDeadline()) {
      return null;
    }
    timeout.deadlineNanoTime(deadline);
    return timeout;
  }

  private void unlimit() {
    if (reading != null) {
      reading.clearDeadline();
      reading = null;
    }
    if (writing != null) {
      writing.clearDeadline();
      writing = null;
    }
  }

  /**
   * The head of a response is there, or will not come.
   *
   * @return what is to be thrown in place of {@code failure}
   */
  public static Throwable received(Response response, Throwable failure) {
    RoutedRequest current = CURRENT.get();
    if (current == null || !current.open) {
      return failure;
    }
    current.unlimit();
    if (response != null) {
      current.status = response.code();
    }
    return current.isDeadlineReached(failure)
        ? new SocketTimeoutException("timeout").initCause(failure)
        : failure;
  }

  /** What Okio throws when a deadline is over before it begins to wait. */
  private boolean isDeadlineReached(Throwable failure) {
    return deadline != 0
        && failure != null
        && failure.getClass() == InterruptedIOException.class
        && System.nanoTime() - deadline >= 0
        && !Thread.currentThread().isInterrupted();
  }

  /**
   * OkHttp has a response, of which neither redirects nor authenticators know yet.
   *
   * @return the request to be sent again, once the pause before that is over; null: go on
   */
  public static okhttp3.Request answered(Response response, okhttp3.Request sent) {
    RoutedRequest current = CURRENT.get();
    return current == null || !current.open ? null : current.retry(response, sent);
  }

  private okhttp3.Request retry(Response response, okhttp3.Request sent) {
    if (status == 0) {
      // From the cache, or an interceptor's own.
      cancelled();
      return null;
    }
    open = false;
    if (followUps >= MAX_FOLLOW_UPS || cancelling.isCancelled()) {
      Door.responded(call, status);
      return null;
    }
    long pause = Door.retry(call, status, response.header("Retry-After"));
    if (pause < 0) {
      return null;
    }
    reopen();
    if (response.body() != null) {
      try {
        response.body().close();
      } catch (RuntimeException e) {
        // OkHttp closes its connection then.
      }
    }
    pause(pause);
    return sent;
  }

  /** What OkHttp sends next, if that is not null. */
  public static void followUp(okhttp3.Request next) {
    RoutedRequest current = CURRENT.get();
    if (current != null && next != null) {
      current.request = next;
      current.followUps++;
    }
  }

  /**
   * OkHttp has no response.
   *
   * @param recovers whether OkHttp is about to send the request again by itself
   * @return whether it is to be sent again, once the pause before that is over
   */
  public static boolean failed(IOException failure, boolean recovers) {
    RoutedRequest current = CURRENT.get();
    if (current == null || !current.isOurs()) {
      return recovers;
    }
    return current.open ? current.retry(failure, recovers) : recovers && current.rejection == null;
  }

  private boolean retry(IOException failure, boolean recovers) {
    unlimit();
    if (recovers) {
      silentFailure = failure;
      status = 0;
      sent = false;
      return true;
    }
    if (status != 0 || cancelling.isCancelled() || isApplications(failure)) {
      end();
      return false;
    }
    open = false;
    long pause = Door.retry(call, failure);
    if (pause < 0) {
      return false;
    }
    reopen();
    pause(pause);
    return true;
  }

  /** The endpoint was connected: it is the body that has not got at what it is made of. */
  private boolean isApplications(IOException failure) {
    return sent
        && (failure instanceof ConnectException || failure instanceof FileNotFoundException);
  }

  private void reopen() {
    forgetAttempt();
    open = true;
    moved = true;
  }

  private void pause(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    try {
      for (long left = millis; left > 0 && !cancelling.isCancelled(); ) {
        Thread.sleep(Math.min(left, CANCEL_POLL_MILLIS));
        left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      }
    } catch (InterruptedException e) {
      // Whatever OkHttp does next finds the thread interrupted.
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the attempt, if it has not ended, by what is known of it. */
  private void end() {
    unlimit();
    if (!open) {
      return;
    }
    if (status != 0) {
      // What came after the head was the work of an interceptor, a cache or a cookie jar.
      open = false;
      Door.responded(call, status);
    } else if (cancelling.isTimedOut()) {
      open = false;
      Door.failed(call, new SocketTimeoutException("timeout"));
    } else if (silentFailure != null && !cancelling.isCancelled()) {
      open = false;
      Door.failed(call, silentFailure);
    } else {
      cancelled();
    }
  }

  private void cancelled() {
    open = false;
    Door.cancelled(call);
  }

  @Override
  public String method() {
    return request.method();
  }

  @Override
  public String target() {
    HttpUrl url = request.url();
    String query = url.encodedQuery();
    return query == null ? url.encodedPath() : url.encodedPath() + "?" + query;
  }

  @Override
  public String header(String name) {
    return request.header(name);
  }

  @Override
  public boolean isSecure() {
    return request.isHttps();
  }

  @Override
  public int port() {
    return request.url().port();
  }

  @Override
  public boolean isRepeatable() {
    return request.body() == null || Bodies.isRepeatable(request.body());
  }
}
