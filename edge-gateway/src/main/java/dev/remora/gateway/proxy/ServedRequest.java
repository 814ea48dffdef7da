package dev.remora.gateway.proxy;

import dev.remora.core.routing.Context;
import dev.remora.core.telemetry.InboundRequest;
import dev.remora.core.telemetry.ObservedRequest;
import dev.remora.gateway.exchange.Exchange;

/** An exchange as telemetry sees it: the span of the kind SERVER. */
final class ServedRequest implements InboundRequest {
  private final Exchange exchange;
  private ObservedRequest observed;

  ServedRequest(Exchange exchange) {
    this.exchange = exchange;
  }

  void began(ObservedRequest by) {
    observed = by;
    String traceparent = by.context() == null ? null : by.context().traceparent();
    if (traceparent != null) {
      // version-trace-span-flags (W3C Trace Context, 3.2)
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
      observed.ended(exchange.status(), exchange.route().name(), exchange.failure());
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
    return 0;
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
    boolean ofTrace =
        name.equalsIgnoreCase("traceparent")
            || name.equalsIgnoreCase("tracestate")
            || name.equalsIgnoreCase("baggage");
    return ofTrace && !exchange.client().isTrusted() ? null : exchange.header(name);
  }

  @Override
  public String token() {
    return null;
  }
}
