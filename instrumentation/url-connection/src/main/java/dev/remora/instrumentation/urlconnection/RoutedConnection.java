package dev.remora.instrumentation.urlconnection;

import dev.remora.bootstrap.Call;
import dev.remora.bootstrap.Door;
import dev.remora.bootstrap.Request;
import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.SocketException;
import java.net.URL;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A connection of the application's from the placing of its request to the head of the response,
 * and what the agent is told of it. Lives in the bootstrap loader.
 *
 * <p>Connecting, writing and reading may happen on different threads, and a connection that is
 * never read may be forgotten by the application: so it is kept by a weak reference to the
 * connection, for as long as an attempt is under way.
 */
public final class RoutedConnection {
  private static final ConcurrentMap<Key, RoutedConnection> OPEN = new ConcurrentHashMap<>();

  private static final ReferenceQueue<HttpURLConnection> FORGOTTEN = new ReferenceQueue<>();

  /** What this thread connects or reads at present. */
  private static final ThreadLocal<RoutedConnection> CURRENT = new ThreadLocal<>();

  /**
   * Among other threads' picks a turn may come back to the failed endpoint; more would not help.
   */
  private static final int REOPEN_PICKS = 4;

  private final Key key;
  private final Sent sent;
  private final String host;
  private volatile Call call;
  private volatile boolean open;
  private volatile boolean reading;
  private RoutedConnection outer;
  private int entered;

  /** The call stands on an endpoint that is still to be connected. */
  private boolean moved;

  /** The service's settings have had it sent again. */
  private boolean retried;

  private boolean kept;
  private boolean reopening;
  private boolean limited;
  private int own;

  private RoutedConnection(Key key, String host, Sent sent) {
    this.key = key;
    this.host = host;
    this.sent = sent;
  }

  /**
   * Places the request of {@code connection}, or finds it placed for a further attempt.
   *
   * @return null: not ours
   */
  static RoutedConnection place(HttpURLConnection connection, String host) {
    endForgotten();
    RoutedConnection before = OPEN.isEmpty() ? null : OPEN.get(new Key(connection, null));
    if (before != null) {
      if (before.moved && before.host.equals(host)) {
        before.moved = false;
        return before;
      }
      // The client gives a connection up by itself when it cannot write to it.
      before.failed(new SocketException("Error writing to server"));
    }
    Key key = new Key(connection, FORGOTTEN);
    RoutedConnection placed = new RoutedConnection(key, host, new Sent(key));
    return placed.route() ? placed : null;
  }

  /** That of {@code connection}, or null: there is none, or it has its response. */
  public static RoutedConnection of(HttpURLConnection connection) {
    return OPEN.isEmpty() ? null : OPEN.get(new Key(connection, null));
  }

  /** That of {@code connection}, which this thread writes until {@link #exit}; or null. */
  public static RoutedConnection writing(HttpURLConnection connection) {
    RoutedConnection routed = of(connection);
    if (routed != null) {
      routed.enter();
    }
    return routed;
  }

  private boolean route() {
    call = Door.route(host, sent);
    if (call == null) {
      return false;
    }
    moved = false;
    open = true;
    OPEN.put(key, this);
    return true;
  }

  private static void endForgotten() {
    for (Reference<?> key; (key = FORGOTTEN.poll()) != null; ) {
      RoutedConnection forgotten = OPEN.get(key);
      if (forgotten != null) {
        forgotten.cancelled();
      }
    }
  }

  /** See {@link Call#rejection()}. */
  public IOException rejection() {
    String rejection = call.rejection();
    if (rejection == null) {
      return null;
    }
    close();
    return new IOException(rejection);
  }

  /** What this thread connects or reads at present, or null. */
  static RoutedConnection current() {
    return CURRENT.get();
  }

  /** This thread begins to connect or read; each is ended by an {@link #exit}. */
  void enter() {
    if (entered++ == 0) {
      outer = CURRENT.get();
      CURRENT.set(this);
    }
  }

  /** Ends what {@link #enter} began. */
  public void exit() {
    if (--entered > 0) {
      return;
    }
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
      outer = null;
    }
  }

  /** See {@link Door#headers}; null where the client repeats what the agent has no hand in. */
  String[] headers() {
    return open ? Door.headers(call) : null;
  }

  Call call() {
    return call;
  }

  String host() {
    return host;
  }

  /**
   * The inner client opens a connection.
   *
   * @param url where the last one went
   */
  void opening(URL url) {
    // A repetition of a retry belongs to it: as another call it would be retried again, without
    // end.
    if (!reading || reopening || retried) {
      return;
    }
    // By itself, since the one it had has failed. A kept one that is closed says nothing; and the
    // endpoint may be about to die, so that another one is the better place.
    if (kept) {
      kept = false;
      Door.cancelled(call);
    } else {
      SocketException failure = new SocketException("Unexpected end of file from server");
      if (pause(Door.retry(call, failure))) {
        taken();
        return;
      }
    }
    open = false;
    Call next = Door.route(host, sent);
    for (int picks = 1;
        next != null && EndpointUrl.isAt(next, url) && picks < REOPEN_PICKS;
        picks++) {
      Door.cancelled(next);
      next = Door.route(host, sent);
    }
    if (next == null || next.rejection() != null) {
      // What the client does by itself is not for the agent to prevent.
      close();
    } else {
      call = next;
      open = true;
    }
  }

  /** A client is about to read the head of the response. */
  void reading(boolean kept, boolean streaming) {
    this.kept = kept;
    sent.streaming = streaming;
    reading = true;
    reopening = false;
  }

  boolean isReading() {
    return reading;
  }

  /** Nobody is reading any more. */
  void read() {
    reading = false;
    reopening = false;
    limited = false;
  }

  /**
   * Limits the time until the head of the response, which the application's own time-out does for
   * each read.
   */
  void limit(Socket socket) throws SocketException {
    if (!limited) {
      own = socket.getSoTimeout();
    }
    long millis = Door.attemptTimeoutMillis(call, own);
    if (millis > 0 && (own == 0 || millis < own)) {
      socket.setSoTimeout((int) Math.min(millis, Integer.MAX_VALUE));
      limited = true;
    }
  }

  /** The body has the application's own time-out. */
  void unlimit(Socket socket) {
    if (limited) {
      limited = false;
      try {
        socket.setSoTimeout(own);
      } catch (SocketException closed) {
        // There is nothing left to read.
      }
    }
  }

  /** As {@link Door#responded}. */
  void responded(int status) {
    if (close()) {
      Door.responded(call, status);
    }
  }

  /** As {@link Door#failed}. */
  public void failed(Throwable failure) {
    if (close()) {
      Door.failed(call, failure);
    }
  }

  /** As {@link Door#cancelled}. */
  void cancelled() {
    if (close()) {
      Door.cancelled(call);
    }
  }

  /** The application gives the connection up, and nobody is reading. */
  public void abandoned() {
    if (!reading) {
      cancelled();
    }
  }

  private boolean close() {
    boolean was = open;
    open = false;
    moved = false;
    OPEN.remove(key);
    return was;
  }

  /** As {@link Door#retry(Call, int, String)}; returns after the pause. */
  boolean retry(int status, String retryAfter) {
    return open && going(Door.retry(call, status, retryAfter));
  }

  /** As {@link Door#retry(Call, Throwable)}; returns after the pause. */
  public boolean retry(Throwable failure) {
    return open && going(Door.retry(call, failure));
  }

  private boolean going(long pause) {
    if (pause(pause)) {
      return true;
    }
    close();
    return false;
  }

  private boolean pause(long millis) {
    if (millis < 0) {
      return false;
    }
    moved = true;
    retried = true;
    kept = false;
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      // This client heeds no interrupts; whoever comes after it may.
      Thread.currentThread().interrupt();
    }
    return true;
  }

  /** Another connection is looked for by us. */
  void reopening() {
    reopening = true;
  }

  /** The endpoint that the call stands on is known to whoever connects. */
  void taken() {
    moved = false;
  }

  /** An identity, for as long as it is in use. */
  private static final class Key extends WeakReference<HttpURLConnection> {
    private final int hash;

    Key(HttpURLConnection connection, ReferenceQueue<HttpURLConnection> queue) {
      super(connection, queue);
      hash = System.identityHashCode(connection);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(Object other) {
      if (this == other) {
        return true;
      }
      HttpURLConnection connection = get();
      return connection != null && other instanceof Key && ((Key) other).get() == connection;
    }
  }

  /** The request as the core asks for it. */
  private static final class Sent extends Request {
    private final Key key;
    private boolean streaming;

    Sent(Key key) {
      this.key = key;
    }

    @Override
    public String method() {
      HttpURLConnection connection = key.get();
      return connection == null ? null : connection.getRequestMethod();
    }

    @Override
    public String target() {
      HttpURLConnection connection = key.get();
      String file = connection == null ? null : connection.getURL().getFile();
      return file == null || file.startsWith("/") ? file : "/" + file;
    }

    @Override
    public String header(String name) {
      HttpURLConnection connection = key.get();
      Reconnecting known = Reconnecting.known();
      if (connection == null) {
        return null;
      }
      // The connection itself tells no credentials.
      return known == null ? connection.getRequestProperty(name) : known.header(connection, name);
    }

    @Override
    public boolean isSecure() {
      HttpURLConnection connection = key.get();
      return connection != null && "https".equalsIgnoreCase(connection.getURL().getProtocol());
    }

    @Override
    public int port() {
      HttpURLConnection connection = key.get();
      return connection == null ? 0 : connection.getURL().getPort();
    }

    /** What is not streamed is kept until the response is there. */
    @Override
    public boolean isRepeatable() {
      return !streaming;
    }
  }
}
