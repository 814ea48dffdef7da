package dev.remora.gateway.telemetry;

import dev.remora.core.Mesh;
import dev.remora.core.config.Config;
import dev.remora.core.log.Log;
import dev.remora.gateway.log.AccessLog;
import dev.remora.gateway.log.AccessLogConfig;
import dev.remora.gateway.metrics.Metrics;
import dev.remora.gateway.proxy.ExchangeObserver;

/** All that takes note of what a gateway does. */
public final class Observation implements AutoCloseable {
  private static final String SERVICE = "remora-gateway";

  private final AccessLog accessLog;
  private final Metrics metrics;
  private final RecentErrors errors = new RecentErrors();
  private final Traces traces;

  /**
   * Begins to take note.
   *
   * @param log where operators are told of what goes wrong
   */
  public Observation(Mesh mesh, Config config, Log log) {
    this.accessLog = new AccessLog(service(), log);
    this.metrics = new Metrics(mesh, accessLog);
    this.traces = Traces.start(mesh, config, SERVICE, log);
  }

  /** As OpenTelemetry's setting has it, so that lines and spans are of the same service. */
  private static String service() {
    String set = System.getProperty("otel.service.name", System.getenv("OTEL_SERVICE_NAME"));
    return set == null || set.isBlank() ? SERVICE : set;
  }

  /**
   * Takes over settings.
   *
   * @param log null: there is no access log
   * @throws IllegalStateException if the access log can't be written, in one line; all stays as it
   *     was
   */
  public void configure(AccessLogConfig log) {
    accessLog.configure(log);
  }

  /** What is counted. */
  public Metrics metrics() {
    return metrics;
  }

  /** The requests that failed last. */
  public RecentErrors errors() {
    return errors;
  }

  /** What takes note of one event loop. */
  public ExchangeObserver loop() {
    return new LoopObservation(metrics.loop(), accessLog.loop(), errors.loop());
  }

  /** Writes and sends what is left. */
  @Override
  public void close() {
    accessLog.close();
    if (traces != null) {
      traces.close();
    }
  }
}
