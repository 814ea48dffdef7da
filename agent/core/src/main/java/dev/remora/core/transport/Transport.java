package dev.remora.core.transport;

import dev.remora.core.concurrent.DaemonThreads;
import dev.remora.core.log.Log;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.net.InetAddressUtils;
import org.apache.hc.core5.reactor.ConnectionInitiator;
import org.apache.hc.core5.reactor.DefaultConnectingIOReactor;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.reactor.IOReactorShutdownException;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * HTTP for the agent itself: HTTP/1.1, and HTTP/2 where TLS negotiates it, on a single thread.
 *
 * <p>The thread, {@code remora-io}, is a daemon and starts with the first request; all callbacks
 * run on it. Peers named by a DNS name are looked up on {@code remora-dns}, which lives only while
 * there are names to look up, because a look-up blocks for as long as the resolver pleases.
 *
 * <p>One transport serves any number of {@link Peer}s.
 */
public final class Transport implements AutoCloseable {
  /** What a TCP connection and, again, a TLS handshake may take. */
  static final Timeout CONNECT_TIMEOUT = Timeout.ofSeconds(5);

  /** How often the reactor looks for time-outs of its own; the precision of the one above. */
  private static final TimeValue SELECT_INTERVAL = TimeValue.ofSeconds(1);

  /** Blocking queries are silent for minutes: TCP itself has to notice a peer that is gone. */
  private static final int KEEP_ALIVE_IDLE_SECONDS = 30;

  private static final int KEEP_ALIVE_INTERVAL_SECONDS = 10;
  private static final int KEEP_ALIVE_COUNT = 3;

  private static final long CLOSE_MILLIS = 300;

  private final ScheduledExecutorService timer;
  private final Log log;
  private final ThreadPoolExecutor resolver;
  private final Set<Exchange> inFlight = ConcurrentHashMap.newKeySet();

  private DefaultConnectingIOReactor reactor;
  private Thread ioThread;
  private boolean closed;

  /**
   * A transport without a thread so far.
   *
   * @param timer for time-outs; shared, and not shut down by the transport
   * @param log for what must not happen
   */
  public Transport(ScheduledExecutorService timer, Log log) {
    this.timer = timer;
    this.log = log;
    this.resolver =
        new ThreadPoolExecutor(
            0,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<Runnable>(),
            new DaemonThreads("remora-dns"));
  }

  /** The origin {@code http://host:port}. */
  public Peer peer(String host, int port) {
    return new Peer(this, host, port, null);
  }

  /** The origin {@code https://host:port}. */
  public Peer peer(String host, int port, Tls tls) {
    return new Peer(this, host, port, tls);
  }

  /** Closes all connections and ends the thread, within 300 ms; requests under way fail. */
  @Override
  public void close() {
    Thread thread;
    synchronized (this) {
      closed = true;
      thread = ioThread;
      if (reactor != null) {
        reactor.close(CloseMode.IMMEDIATE);
      }
    }
    resolver.shutdownNow();
    for (Exchange exchange : inFlight) {
      exchange.fail(new ConnectionClosedException("the transport is closed"));
    }
    if (thread != null && thread != Thread.currentThread()) {
      try {
        thread.join(CLOSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  /** A callback threw. */
  void report(Throwable thrown) {
    log.error("a callback of the transport failed: " + thrown);
  }

  void began(Exchange exchange) {
    inFlight.add(exchange);
  }

  void ended(Exchange exchange) {
    inFlight.remove(exchange);
  }

  /** Looks a host up, on the calling thread where that needs no I/O. */
  void resolve(String host, FutureCallback<InetAddress[]> callback) {
    if (InetAddressUtils.isIPv4(host) || InetAddressUtils.isIPv6(host)) {
      lookUp(host, callback);
      return;
    }
    try {
      resolver.execute(() -> lookUp(host, callback));
    } catch (RejectedExecutionException e) {
      callback.failed(new ConnectionClosedException("the transport is closed"));
    }
  }

  private static void lookUp(String host, FutureCallback<InetAddress[]> callback) {
    InetAddress[] addresses;
    try {
      addresses = InetAddress.getAllByName(host);
    } catch (UnknownHostException | SecurityException e) {
      callback.failed(new UnknownHostException("the name " + host + " can't be resolved"));
      return;
    }
    callback.completed(addresses);
  }

  /** Opens a TCP connection; the reactor hands {@code connection} to {@link Protocols}. */
  void connect(Connection connection, HttpHost origin, InetAddress address) {
    InetSocketAddress socket = new InetSocketAddress(address, origin.getPort());
    try {
      Future<?> unused =
          initiator(false)
              .connect(origin, socket, null, CONNECT_TIMEOUT, connection, connection.tcp(socket));
    } catch (IOReactorShutdownException e) {
      reconnect(connection, origin, socket);
    }
  }

  /** An error, say out of memory, may have ended the thread: a new one takes over. */
  private void reconnect(Connection connection, HttpHost origin, InetSocketAddress socket) {
    FutureCallback<IOSession> callback = connection.tcp(socket);
    try {
      Future<?> unused =
          initiator(true).connect(origin, socket, null, CONNECT_TIMEOUT, connection, callback);
    } catch (IOReactorShutdownException e) {
      callback.failed(new ConnectionClosedException("the transport is closed"));
    }
  }

  private synchronized ConnectionInitiator initiator(boolean renew) {
    if (closed) {
      throw new IOReactorShutdownException("closed");
    }
    if (reactor == null || renew) {
      IOReactorConfig config =
          IOReactorConfig.custom()
              .setIoThreadCount(1)
              .setSelectInterval(SELECT_INTERVAL)
              .setTcpNoDelay(true)
              .setSoKeepAlive(true)
              .setTcpKeepIdle(KEEP_ALIVE_IDLE_SECONDS)
              .setTcpKeepInterval(KEEP_ALIVE_INTERVAL_SECONDS)
              .setTcpKeepCount(KEEP_ALIVE_COUNT)
              .build();
      DaemonThreads threads = new DaemonThreads("remora-io");
      Protocols protocols = new Protocols();
      reactor =
          new DefaultConnectingIOReactor(
              protocols,
              config,
              task -> ioThread = threads.newThread(task),
              null,
              null,
              protocols,
              null);
      reactor.start();
    }
    return reactor;
  }
}
