package dev.remora.gateway.log;

import dev.remora.gateway.exchange.Exchange;
import java.util.concurrent.ThreadLocalRandom;

/** What is logged of which exchanges: the settings, ready for use. Immutable. */
final class AccessLogPlan {
  private static final int ERROR = 500;

  private final byte[] common;
  private final Redaction redaction;
  private final LoggedHeaders requestHeaders;
  private final LoggedHeaders responseHeaders;
  private final double share;
  private final byte[] sample;
  private final long slowNanos;

  /**
   * The plan of {@code config}.
   *
   * @param service what the gateway is called
   */
  AccessLogPlan(AccessLogConfig config, String service) {
    common = Keys.common(service);
    redaction = new Redaction(config.query(), config.redact());
    requestHeaders = new LoggedHeaders(config.requestHeaders(), "remora.request.headers.");
    responseHeaders = new LoggedHeaders(config.responseHeaders(), "remora.response.headers.");
    share = config.sample();
    sample = share < 1 ? Keys.ascii(Double.toString(share)) : null;
    slowNanos = config.slow().toNanos();
  }

  /** Whether {@code exchange} is to be logged: all that went wrong, and a share of the others. */
  boolean takes(Exchange exchange, long nanos) {
    return share >= 1
        || nanos >= slowNanos
        || exchange.status() >= ERROR
        || exchange.failure() != null
        || ThreadLocalRandom.current().nextDouble() < share;
  }

  byte[] common() {
    return common;
  }

  /** The share, where it is not all; else null. */
  byte[] sample() {
    return sample;
  }

  LoggedHeaders requestHeaders() {
    return requestHeaders;
  }

  LoggedHeaders responseHeaders() {
    return responseHeaders;
  }

  String path(String path) {
    return redaction.of(path);
  }

  String query(String query) {
    return redaction.query(query);
  }

  String url(String url) {
    return redaction.url(url);
  }

  /** Without what the patterns find; null stays null. */
  String redact(String text) {
    return redaction.of(text);
  }
}
