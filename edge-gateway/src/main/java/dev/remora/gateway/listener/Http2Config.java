package dev.remora.gateway.listener;

import dev.remora.core.config.Types;
import dev.remora.gateway.config.GatewayTypes;
import dev.remora.gateway.config.Section;

/**
 * What a client may do on one HTTP/2 connection.
 *
 * @param maxConcurrentStreams requests under way at once
 * @param streamWindow bytes of a request's body that may come before they are taken
 * @param connectionWindow the same for all requests of a connection
 * @param maxResets streams that the client resets, or makes the gateway reset, within 30 s
 */
public record Http2Config(
    int maxConcurrentStreams, int streamWindow, int connectionWindow, int maxResets) {
  /** What Envoy's guide to edge proxies recommends; resets as Netty has it. */
  public static final Http2Config DEFAULT = new Http2Config(100, 64 << 10, 1 << 20, 200);

  private static final long LEAST_WINDOW = 65_535;
  private static final long MOST_WINDOW = 16 << 20;

  /** Reads it. */
  public static Http2Config read(Section http2) {
    int streams =
        http2.value(
            "max-concurrent-streams", Types.count(1, 10_000), DEFAULT.maxConcurrentStreams());
    long stream =
        http2.value(
            "initial-stream-window",
            GatewayTypes.size(LEAST_WINDOW, MOST_WINDOW),
            (long) DEFAULT.streamWindow());
    long connection =
        http2.value(
            "initial-connection-window",
            GatewayTypes.size(LEAST_WINDOW, MOST_WINDOW),
            (long) DEFAULT.connectionWindow());
    int resets = http2.value("max-resets", Types.count(1, 100_000), DEFAULT.maxResets());
    return new Http2Config(streams, (int) stream, (int) connection, resets);
  }
}
