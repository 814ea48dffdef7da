package dev.remora.gateway.http1;

import dev.remora.gateway.config.Cidr;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The clients' connections of one event loop. */
public final class ClientConnections {
  private static final String DECODER = "httpDecoder";

  /** How much later than it says a time-out may come: a quarter of the shortest one. */
  private static final int LOOKS_PER_TIMEOUT = 4;

  private static final long MOST_MILLIS = 1_000;

  private final Vertx vertx;
  private final ConnectionCounts counts;
  private final List<Cidr> trustedProxies;
  private final Supplier<ConnectionLimits> limits;
  private final Set<ClientConnection> open = new HashSet<>();

  /** Those of the event loop of {@code vertx}'s current context. */
  public ClientConnections(
      Vertx vertx,
      ConnectionCounts counts,
      List<Cidr> trustedProxies,
      Supplier<ConnectionLimits> limits) {
    this.vertx = vertx;
    this.counts = counts;
    this.trustedProxies = trustedProxies;
    this.limits = limits;
    look();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // Nobody is told of the end of a connection.
  private static void close(ConnectionBase connection) {
    connection.channel().close();
  }

  /**
   * Counts a connection that was just accepted, whatever it speaks.
   *
   * @return false: there are too many, and it is closed
   */
  public boolean admit(HttpConnection connection) {
    ConnectionLimits now = limits.get();
    String address = connection.remoteAddress().hostAddress();
    int mostOfAddress = isTrusted(address) ? Integer.MAX_VALUE : now.connectionsPerAddress();
    ConnectionBase base = (ConnectionBase) connection;
    if (!counts.add(address, now.connections(), mostOfAddress)) {
      close(base);
      return false;
    }
    base.channel().closeFuture().addListener(closed -> counts.remove(address));
    return true;
  }

  /** Takes a connection that speaks HTTP/1, before anything is read of it. */
  public void serve(HttpConnection connection) {
    ConnectionBase base = (ConnectionBase) connection;
    connection.exceptionHandler(failure -> {});
    SmallBuffers.of(base.channel());
    ClientConnection client = new ClientConnection(base.channel(), limits.get());
    client.install(DECODER);
    open.add(client);
    base.channel().closeFuture().addListener(closed -> open.remove(client));
  }

  private boolean isTrusted(String address) {
    for (Cidr cidr : trustedProxies) {
      if (cidr.contains(address)) {
        return true;
      }
    }
    return false;
  }

  private void look() {
    ConnectionLimits now = limits.get();
    long shortest = MOST_MILLIS * LOOKS_PER_TIMEOUT;
    for (Duration each :
        List.of(now.headTimeout(), now.idleTimeout(), now.bodyTimeout(), now.sendTimeout())) {
      shortest = Math.min(shortest, each.toMillis());
    }
    vertx.setTimer(
        shortest / LOOKS_PER_TIMEOUT,
        timer -> {
          long at = System.nanoTime();
          for (ClientConnection each : new ArrayList<>(open)) {
            each.look(at);
          }
          look();
        });
  }
}
