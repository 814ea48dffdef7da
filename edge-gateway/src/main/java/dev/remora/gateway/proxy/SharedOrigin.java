package dev.remora.gateway.proxy;

import io.vertx.core.Future;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The HTTP/2 connections to one endpoint, each of which carries as many requests at once as the
 * endpoint's settings allow; another is made only when all are full. Belongs to one event loop.
 */
final class SharedOrigin {
  /** As Envoy's guide to edge proxies has it for clients; what one response may be ahead. */
  private static final int STREAM_WINDOW = 64 << 10;

  private static final int CONNECTION_WINDOW = 1 << 20;
  private static final int MAX_HEADER_LIST = 64 << 10;

  private final List<Shared> open = new ArrayList<>();
  private Future<HttpClientConnection> connecting;

  /** Over TLS where the connection has it, else by prior knowledge. */
  static HttpClientOptions options() {
    return new HttpClientOptions()
        .setProtocolVersion(HttpVersion.HTTP_2)
        .setAlpnVersions(List.of(HttpVersion.HTTP_2))
        .setUseAlpn(true)
        .setHttp2ClearTextUpgrade(false)
        .setHttp2ConnectionWindowSize(CONNECTION_WINDOW)
        .setInitialSettings(
            new Http2Settings()
                .setInitialWindowSize(STREAM_WINDOW)
                .setMaxHeaderListSize(MAX_HEADER_LIST)
                .setPushEnabled(false))
        .setDecompressionSupported(false)
        .setTcpNoDelay(true)
        .setForceSni(true);
  }

  /** A connection that takes another request, or the one that is being made. */
  Future<HttpClientConnection> connect(Supplier<Future<HttpClientConnection>> another) {
    for (Shared each : open) {
      if (each.connection.activeStreams() < each.connection.maxActiveStreams()) {
        each.used = System.nanoTime();
        return Future.succeededFuture(each.connection);
      }
    }
    if (connecting == null) {
      Future<HttpClientConnection> made = another.get();
      connecting = made;
      made.onComplete(this::connected, failure -> connecting = null);
    }
    return connecting;
  }

  private void connected(HttpClientConnection connection) {
    connecting = null;
    if (connection.protocolVersion() != HttpVersion.HTTP_2) {
      return;
    }
    Shared shared = new Shared(connection);
    open.add(shared);
    // One that says goodbye ends what is under way, and takes nothing more.
    connection.shutdownHandler(goodbye -> open.remove(shared));
    connection.closeHandler(close -> open.remove(shared));
  }

  /** Closes what nobody has used for {@code nanos}; whether any is left. */
  boolean closeOlder(long nanos, long now) {
    for (Shared each : List.copyOf(open)) {
      if (each.connection.activeStreams() > 0) {
        each.used = now;
      } else if (now - each.used > nanos) {
        open.remove(each);
        each.connection.close();
      }
    }
    return connecting != null || !open.isEmpty();
  }

  private static final class Shared {
    private final HttpClientConnection connection;
    private long used = System.nanoTime();

    Shared(HttpClientConnection connection) {
      this.connection = connection;
    }
  }
}
