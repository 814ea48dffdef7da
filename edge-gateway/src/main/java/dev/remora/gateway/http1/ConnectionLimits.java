package dev.remora.gateway.http1;

import dev.remora.core.config.Type;
import dev.remora.core.config.Types;
import dev.remora.gateway.config.GatewayTypes;
import dev.remora.gateway.config.Section;
import java.time.Duration;

/**
 * What a client's HTTP/1 connection may take of the gateway: time, memory and places. Immutable.
 *
 * @param head how large a head may be
 * @param headTimeout for a whole head, from its first byte; for the first one from the beginning of
 *     the connection
 * @param idleTimeout from one request to the next
 * @param bodyTimeout in each such time in which the gateway waits for the body, {@code bodyRate}
 *     must be kept up
 * @param bodyRate bytes a second; 0: any byte will do
 * @param sendTimeout for a client that takes nothing of what is sent to it
 * @param connections in all
 * @param connectionsPerAddress of one address, which is no trusted proxy's
 * @param requests on one connection
 */
public record ConnectionLimits(
    HeadLimits head,
    Duration headTimeout,
    Duration idleTimeout,
    Duration bodyTimeout,
    long bodyRate,
    Duration sendTimeout,
    int connections,
    int connectionsPerAddress,
    int requests) {
  private static final Type<Duration> TIME = Types.duration("100ms", "1h");

  /** The settings {@code limits}. */
  public static ConnectionLimits read(Section limits) {
    ConnectionLimits read =
        new ConnectionLimits(
            new HeadLimits(
                limits.value("request-line", GatewayTypes.size(256, 64 << 10), 8L << 10).intValue(),
                limits.value("headers", GatewayTypes.size(1 << 10, 1 << 20), 32L << 10).intValue(),
                limits.value("header-count", Types.count(8, 1_000), 100)),
            limits.value("header-timeout", TIME, Duration.ofSeconds(10)),
            limits.value("idle-timeout", TIME, Duration.ofSeconds(60)),
            limits.value("body-timeout", TIME, Duration.ofSeconds(30)),
            limits.value("body-rate", GatewayTypes.size(0, 1 << 30), 100L),
            limits.value("send-timeout", TIME, Duration.ofSeconds(30)),
            limits.value("connections", Types.count(1, 10_000_000), 10_000),
            limits.value("connections-per-address", Types.count(1, 10_000_000), 1_000),
            limits.value("requests-per-connection", Types.count(1, 100_000_000), 10_000));
    limits.end();
    return read;
  }
}
