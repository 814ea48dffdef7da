package dev.remora.core.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpHost;

/**
 * One origin and the connections to it.
 *
 * <p>Over HTTP/1.1 each request under way has a connection to itself, as many as there are
 * requests; over HTTP/2 up to {@value #MAX_STREAMS} share one. Connections are kept for the next
 * request and closed after 30 s without any. A request that finds its kept connection closed by the
 * peer is sent once more over a fresh one: all requests here are idempotent.
 */
public final class Peer {
  /** The least that servers should allow at once (RFC 9113, 6.5.2); Go's allow 250. */
  static final int MAX_STREAMS = 100;

  private final Transport transport;
  private final HttpHost origin;
  private final Tls tls;

  // All guarded by this.
  private final Deque<Exchange> waiting = new ArrayDeque<>();
  private final Deque<Connection> idle = new ArrayDeque<>();
  private final List<Connection> shared = new ArrayList<>();
  private int connecting;
  private boolean negotiated;
  private boolean http2;

  Peer(Transport transport, String host, int port, Tls tls) {
    this.transport = transport;
    this.origin = new HttpHost(tls == null ? "http" : "https", withoutBrackets(host), port);
    this.tls = tls;
    this.negotiated = tls == null;
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  /** Sends a request; returns at once. */
  public PendingRequest send(Request request, Callback callback) {
    Exchange exchange = new Exchange(this, transport, request, callback);
    exchange.start();
    return exchange;
  }

  /** Whether requests share connections: known once a first connection stood. */
  public synchronized boolean http2() {
    return http2;
  }

  /** {@code http://host:port} or {@code https://host:port}. */
  @Override
  public String toString() {
    return origin.toURI();
  }

  HttpHost origin() {
    return origin;
  }

  void dispatch(Exchange exchange) {
    Connection connection;
    boolean used = false;
    int missing = 0;
    synchronized (this) {
      connection = lease(exchange.wantsFreshConnection());
      if (connection == null) {
        waiting.add(exchange);
        missing = missing();
      } else {
        used = take(connection);
      }
    }
    if (connection != null) {
      exchange.execute(connection, used);
    }
    open(missing);
  }

  /** The exchange ended before it had a connection. */
  synchronized void forget(Exchange exchange) {
    waiting.remove(exchange);
  }

  /** A connection stands. */
  void ready(Connection connection) {
    List<Exchange> served = new ArrayList<>();
    int missing;
    boolean used;
    synchronized (this) {
      connecting--;
      negotiated = true;
      http2 = connection.http2();
      int places = http2 ? MAX_STREAMS : 1;
      while (served.size() < places && !waiting.isEmpty()) {
        served.add(waiting.poll());
        take(connection);
      }
      used = false;
      if (http2) {
        shared.add(connection);
      } else if (served.isEmpty()) {
        idle.add(connection);
      }
      if (served.isEmpty()) {
        connection.rest();
      }
      missing = missing();
    }
    for (Exchange exchange : served) {
      exchange.execute(connection, used);
    }
    open(missing);
  }

  /** A connection did not come about. */
  void failed(IOException cause) {
    List<Exchange> failed = new ArrayList<>();
    int missing;
    synchronized (this) {
      connecting--;
      // With one connection for all, it was everybody's.
      int concerned = negotiated && !http2 ? 1 : Integer.MAX_VALUE;
      while (failed.size() < concerned && !waiting.isEmpty()) {
        failed.add(waiting.poll());
      }
      missing = missing();
    }
    for (Exchange exchange : failed) {
      exchange.fail(cause);
    }
    open(missing);
  }

  /** An exchange is over; each calls it once. */
  void release(Connection connection) {
    boolean close = false;
    synchronized (this) {
      connection.exchanges--;
      boolean usable = connection.usable();
      if (!usable) {
        shared.remove(connection);
        close = connection.exchanges == 0;
      } else if (connection.exchanges == 0) {
        connection.rest();
        if (!connection.http2()) {
          idle.add(connection);
        }
      }
    }
    if (close) {
      connection.close();
    }
  }

  private boolean take(Connection connection) {
    boolean used = connection.used;
    connection.used = true;
    connection.exchanges++;
    return used;
  }

  private Connection lease(boolean fresh) {
    for (Iterator<Connection> each = shared.iterator(); each.hasNext(); ) {
      Connection connection = each.next();
      if (!connection.usable()) {
        each.remove();
      } else if (connection.exchanges < MAX_STREAMS) {
        return connection;
      }
    }
    while (!fresh && !idle.isEmpty()) {
      Connection connection = idle.pollLast();
      if (connection.usable()) {
        return connection;
      }
    }
    return null;
  }

  /** How many connections are to be opened for those that wait; they count as opening from now. */
  private int missing() {
    int needed;
    if (!negotiated) {
      needed = waiting.isEmpty() ? 0 : 1;
    } else if (http2) {
      needed = (waiting.size() + MAX_STREAMS - 1) / MAX_STREAMS;
    } else {
      needed = waiting.size();
    }
    int missing = Math.max(0, needed - connecting);
    connecting += missing;
    return missing;
  }

  private void open(int connections) {
    for (int i = 0; i < connections; i++) {
      open();
    }
  }

  private void open() {
    SSLContext context;
    try {
      context = tls == null ? null : tls.context();
    } catch (IOException e) {
      failed(e);
      return;
    }
    Connection connection = new Connection(this, transport, origin, context);
    transport.resolve(
        origin.getHostName(),
        new FutureCallback<InetAddress[]>() {
          @Override
          public void completed(InetAddress[] addresses) {
            connection.open(addresses);
          }

          @Override
          public void failed(Exception cause) {
            Peer.this.failed(
                cause instanceof IOException ? (IOException) cause : new IOException(cause));
          }

          @Override
          public void cancelled() {
            failed(new ConnectionClosedException("cancelled"));
          }
        });
  }
}
