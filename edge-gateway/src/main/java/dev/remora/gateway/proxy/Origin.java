package dev.remora.gateway.proxy;

import io.vertx.core.http.HttpClientConnection;
import java.util.ArrayDeque;

/**
 * The connections to one endpoint that are not in use at present, the one used last on top: the
 * others grow old and are closed. Belongs to one event loop.
 */
final class Origin {
  private final ArrayDeque<Idle> idle = new ArrayDeque<>();

  /** A connection that can be used at once; null: there is none. */
  HttpClientConnection take() {
    Idle last = idle.pollLast();
    return last == null ? null : last.connection;
  }

  /** Keeps a connection whose last response is complete. */
  void give(HttpClientConnection connection, long now) {
    idle.addLast(new Idle(connection, now));
  }

  /** A connection was closed. */
  void closed(HttpClientConnection connection) {
    idle.removeIf(each -> each.connection == connection);
  }

  /** Closes what nobody has used for {@code nanos}; whether any is left. */
  boolean closeOlder(long nanos, long now) {
    while (!idle.isEmpty() && now - idle.peekFirst().since > nanos) {
      idle.pollFirst().connection.close();
    }
    return !idle.isEmpty();
  }

  private record Idle(HttpClientConnection connection, long since) {}
}
