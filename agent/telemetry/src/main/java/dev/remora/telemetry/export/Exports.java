package dev.remora.telemetry.export;

import dev.remora.core.log.Log;
import dev.remora.core.telemetry.MeshReadings;
import dev.remora.core.transport.Transport;
import dev.remora.telemetry.config.Settings;
import dev.remora.telemetry.metrics.Meters;
import dev.remora.telemetry.metrics.MetricReading;
import dev.remora.telemetry.trace.Epoch;
import dev.remora.telemetry.trace.FinishedSpan;
import dev.remora.telemetry.trace.SpanDetails;
import dev.remora.telemetry.trace.Spans;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.LongAdder;

/**
 * The SDK's side: made, and its classes loaded, when there is something to export for the first
 * time. Used by the exporting thread.
 */
final class Exports implements AutoCloseable {
  private final Settings settings;
  private final Meters meters;
  private final MeshReadings mesh;
  private final Spans spans;
  private final Transport transport;
  private final SpanDetails details;
  private final Destination otlpTraces;
  private final Destination zipkin;
  private final Destination otlpMetrics;
  private final LongAdder sent;
  private final LongAdder lost;
  private MetricReading reading;
  private final long started;

  Exports(
      Settings settings,
      String service,
      Meters meters,
      MeshReadings mesh,
      Spans spans,
      Epoch epoch,
      ScheduledExecutorService timer,
      Pause pause,
      LongAdder sent,
      LongAdder lost,
      long started,
      Log log) {
    this.settings = settings;
    this.meters = meters;
    this.mesh = mesh;
    this.spans = spans;
    this.sent = sent;
    this.lost = lost;
    this.started = started;
    this.transport = new Transport(timer, log);
    this.details = new Details(settings, service, mesh, epoch);
    this.otlpTraces =
        settings.otlpTraces() == null
            ? null
            : new Destination(
                "spans", Otlp.CONTENT_TYPE, settings.otlpTraces(), transport, pause, log);
    this.zipkin =
        settings.zipkin() == null
            ? null
            : new Destination(
                "spans", Zipkin.CONTENT_TYPE, settings.zipkin(), transport, pause, log);
    this.otlpMetrics =
        settings.otlpMetrics() == null
            ? null
            : new Destination(
                "metrics", Otlp.CONTENT_TYPE, settings.otlpMetrics(), transport, pause, log);
  }

  /** Sends one batch; returns whether there was any. */
  boolean spans() {
    List<SpanData> batch = new ArrayList<>();
    for (FinishedSpan span = spans.poll();
        span != null;
        span = batch.size() < settings.batch() ? spans.poll() : null) {
      batch.add(span.data(details));
    }
    if (batch.isEmpty()) {
      return false;
    }
    boolean taken = true;
    if (otlpTraces != null) {
      taken = otlpTraces.send(Otlp.spans(batch), settings.exportTimeout());
    }
    if (zipkin != null) {
      taken &= zipkin.send(Zipkin.spans(batch), settings.exportTimeout());
    }
    (taken ? sent : lost).add(batch.size());
    return true;
  }

  void metrics() {
    if (otlpMetrics == null) {
      return;
    }
    if (reading == null) {
      reading =
          new MetricReading(
              details.resource(),
              details.scope(),
              meters,
              mesh,
              spans,
              settings.isDelta(),
              started);
    }
    Collection<MetricData> metrics = reading.read();
    if (!metrics.isEmpty()) {
      boolean unused = otlpMetrics.send(Otlp.metrics(metrics), settings.exportTimeout());
    }
  }

  /** Why a backend takes nothing; null: all do. */
  String outage() {
    for (Destination each : new Destination[] {otlpTraces, zipkin, otlpMetrics}) {
      if (each != null && each.outage() != null) {
        return each.outage();
      }
    }
    return null;
  }

  @Override
  public void close() {
    transport.close();
  }
}
