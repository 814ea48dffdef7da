package dev.remora.telemetry.metrics;

import dev.remora.core.telemetry.MeshReadings;
import dev.remora.telemetry.trace.Spans;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.AggregationTemporalitySelector;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.resources.Resource;
import java.util.Collection;

/** All metrics at one moment, by the SDK; made when they are exported for the first time. */
public final class MetricReading implements MetricReader {
  private final AggregationTemporalitySelector temporality;
  private final SdkMeterProvider provider;
  private volatile CollectionRegistration source = CollectionRegistration.noop();

  /**
   * Registers all metrics.
   *
   * @param delta counts are what has come since the last reading, not since the start
   * @param started when counting began, in nanoseconds since 1970
   */
  public MetricReading(
      Resource resource,
      InstrumentationScopeInfo scope,
      Meters meters,
      MeshReadings mesh,
      Spans spans,
      boolean delta,
      long started) {
    temporality =
        delta
            ? AggregationTemporalitySelector.deltaPreferred()
            : AggregationTemporalitySelector.alwaysCumulative();
    provider =
        SdkMeterProvider.builder()
            .setResource(resource)
            .registerMetricReader(this)
            .registerMetricProducer(new DurationMetrics(meters, scope, delta, started))
            .build();
    new MeshMetrics(
            provider
                .meterBuilder(scope.getName())
                .setInstrumentationVersion(scope.getVersion())
                .build(),
            meters,
            mesh)
        .register(spans);
  }

  /** The metrics now. */
  public Collection<MetricData> read() {
    return source.collectAllMetrics();
  }

  @Override
  public void register(CollectionRegistration registration) {
    source = registration;
  }

  @Override
  public AggregationTemporality getAggregationTemporality(InstrumentType type) {
    return temporality.getAggregationTemporality(type);
  }

  @Override
  public CompletableResultCode forceFlush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    return CompletableResultCode.ofSuccess();
  }
}
