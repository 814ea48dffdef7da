package dev.remora.gateway.exchange;

import java.time.Duration;
import java.util.Set;

/**
 * What connections may be made of requests (RFC 9110, section 7.8). Immutable.
 *
 * @param allow the protocols, in lower case; others are not asked for, and the request is forwarded
 *     as any
 * @param idle how long such a connection stays open while nothing passes in either direction
 */
public record UpgradeRules(Set<String> allow, Duration idle) {
  /** Envoy's stream_idle_timeout; WebSocket clients and servers ping far more often. */
  public static final Duration IDLE = Duration.ofMinutes(5);

  /** What holds where nothing is set. */
  public static final UpgradeRules DEFAULT = new UpgradeRules(Set.of("websocket"), IDLE);
}
