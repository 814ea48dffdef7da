package dev.remora.gateway.telemetry;

import dev.remora.core.log.Log;
import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.log.AccessLog;
import dev.remora.gateway.log.AccessLogConfig;
import dev.remora.gateway.log.LoopLog;
import dev.remora.gateway.metrics.LoopMetrics;
import dev.remora.gateway.metrics.Metrics;
import dev.remora.gateway.page.RecentErrors;
import dev.remora.gateway.proxy.ExchangeObserver;

/** All that takes note of what a gateway does. */
public final class Observation implements AutoCloseable {
  private static final String SERVICE = "remora-gateway";

  private final Metrics metrics = new Metrics();
  private final RecentErrors recentErrors = new RecentErrors();
  private final AccessLog accessLog;

  /**
   * Takes note of nothing yet.
   *
   * @param log where operators are told of what goes wrong
   */
  public Observation(Log log) {
    this.accessLog = new AccessLog(SERVICE, log);
  }

  /**
   * Takes over settings.
   *
   * @param log null: there is no access log
   * @throws IllegalStateException if the access log can't be written, in one line
   */
  public void configure(AccessLogConfig log) {
    accessLog.configure(log);
  }

  /** What is counted. */
  public Metrics metrics() {
    return metrics;
  }

  /** What failed last. */
  public RecentErrors recentErrors() {
    return recentErrors;
  }

  /** What takes note of the exchanges of one event loop. */
  public ExchangeObserver loop() {
    LoopLog log = accessLog.loop();
    LoopMetrics counts = metrics.loop();
    return new ExchangeObserver() {
      @Override
      public void began(Exchange exchange) {
        counts.began();
      }

      @Override
      public void ended(Exchange exchange) {
        counts.ended(exchange);
        log.ended(exchange);
        recentErrors.ended(exchange);
      }
    };
  }

  /** Writes what is left. */
  @Override
  public void close() {
    accessLog.close();
  }
}
