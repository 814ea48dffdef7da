package dev.remora.gateway.proxy;

import dev.remora.core.routing.Context;
import dev.remora.core.telemetry.InboundRequest;
import dev.remora.core.telemetry.ObservedRequest;
import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.TraceHeaders;
import io.vertx.core.net.HostAndPort;
import java.util.regex.Pattern;

/** An exchange as telemetry sees it: the span of the kind SERVER. */
final class ServedRequest implements InboundRequest {
  private static final int ERROR = 500;

  /** Version, trace, span and flags (W3C Trace Context, 3.2). */
  private static final Pattern TRACEPARENT =
      Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  private final Exchange exchange;
  private ObservedRequest observed;

  ServedRequest(Exchange exchange) {
    this.exchange = exchange;
  }

  /**
   * It begins.
   *
   * @param by whoever records it; null: nobody does, and a trace of a trusted client goes through
   */
  void began(ObservedRequest by) {
    observed = by;
    if (by == null) {
      String traceparent = exchange.client().isTrusted() ? exchange.header("traceparent") : null;
      if (traceparent != null && TRACEPARENT.matcher(traceparent).matches()) {
        exchange.trace(traceparent.substring(3, 35), null, false);
      }
      return;
    }
    String traceparent = by.context() == null ? null : by.context().traceparent();
    if (traceparent != null) {
      boolean sampled = (Character.digit(traceparent.charAt(54), 16) & 1) != 0;
      exchange.trace(traceparent.substring(3, 35), traceparent.substring(36, 52), sampled);
    }
  }

  /** What the calls made for it belong to; or null. */
  Context context() {
    return observed == null ? null : observed.context();
  }

  void ended() {
    if (observed != null) {
      int status = exchange.response().headWritten() ? exchange.status() : 0;
      boolean failed = status >= ERROR || !exchange.response().ended();
      observed.ended(status, exchange.route().pattern(), failed ? exchange.failure() : null);
    }
  }

  @Override
  public String method() {
    return exchange.method();
  }

  @Override
  public String target() {
    return exchange.request().uri();
  }

  @Override
  public String scheme() {
    return exchange.client().scheme();
  }

  @Override
  public String serverAddress() {
    return exchange.host();
  }

  @Override
  public int serverPort() {
    HostAndPort authority = exchange.request().authority();
    return authority == null ? 0 : Math.max(0, authority.port());
  }

  @Override
  public String peerAddress() {
    return exchange.client().peer();
  }

  @Override
  public int peerPort() {
    return exchange.client().peerPort();
  }

  @Override
  public String protocolVersion() {
    return switch (exchange.request().version()) {
      case HTTP_1_0 -> "1.0";
      case HTTP_1_1 -> "1.1";
      default -> "2";
    };
  }

  /** The trace context of a client that is not trusted is none: its trace begins here. */
  @Override
  public String header(String name) {
    boolean hidden = TraceHeaders.contains(name) && !exchange.client().isTrusted();
    return hidden ? null : exchange.header(name);
  }

  @Override
  public String token() {
    return null;
  }
}
