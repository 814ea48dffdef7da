package dev.remora.telemetry.metrics;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricProducer;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableHistogramData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableHistogramPointData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableMetricData;
import io.opentelemetry.sdk.resources.Resource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Hands the histograms of durations to the SDK. One thread asks. */
final class DurationMetrics implements MetricProducer {
  private final Meters meters;
  private final InstrumentationScopeInfo scope;
  private final boolean delta;
  private final long started;
  private long last;
  private long now;

  DurationMetrics(Meters meters, InstrumentationScopeInfo scope, boolean delta, long started) {
    this.meters = meters;
    this.scope = scope;
    this.delta = delta;
    this.started = started;
    this.last = started;
  }

  @Override
  public Collection<MetricData> produce(Resource resource) {
    now = System.currentTimeMillis() * 1_000_000;
    List<HistogramPointData> calls = new ArrayList<>();
    for (ServiceMeter service : meters.services()) {
      for (Durations durations : service.origins()) {
        Attributes origin =
            Attributes.of(
                MetricNames.SERVER,
                service.service,
                MetricNames.SERVER_PORT,
                (long) durations.port);
        addAll(calls, durations, origin);
      }
    }
    List<HistogramPointData> requests = new ArrayList<>();
    addRoutes(requests, false);
    addRoutes(requests, true);
    last = now;
    List<MetricData> metrics = new ArrayList<>();
    add(metrics, resource, "http.client.request.duration", "Duration of HTTP calls.", calls);
    add(metrics, resource, "http.server.request.duration", "Duration of HTTP requests.", requests);
    return metrics;
  }

  private void addRoutes(List<HistogramPointData> points, boolean secure) {
    for (Map.Entry<String, Durations> route : meters.routes(secure).entrySet()) {
      AttributesBuilder attributes = Attributes.builder();
      attributes.put(MetricNames.SCHEME, secure ? "https" : "http");
      if (!route.getKey().isEmpty()) {
        attributes.put(MetricNames.ROUTE, route.getKey());
      }
      addAll(points, route.getValue(), attributes.build());
    }
  }

  private void addAll(List<HistogramPointData> points, Durations durations, Attributes common) {
    for (Histogram histogram : durations.all()) {
      Histogram.Reading reading = histogram.read(delta);
      if (reading.count > 0) {
        points.add(
            ImmutableHistogramPointData.create(
                delta ? last : started,
                now,
                attributes(histogram, common),
                reading.seconds,
                false,
                0,
                false,
                0,
                Histogram.BOUNDS,
                reading.buckets));
      }
    }
  }

  private static Attributes attributes(Histogram histogram, Attributes common) {
    if (histogram.method == null) {
      return common.toBuilder().put(MetricNames.OVERFLOW, true).build();
    }
    AttributesBuilder attributes = common.toBuilder().put(MetricNames.METHOD, histogram.method);
    if (histogram.status > 0) {
      attributes.put(MetricNames.STATUS, (long) histogram.status);
    }
    return attributes.put(MetricNames.ERROR, histogram.errorType).build();
  }

  private void add(
      List<MetricData> metrics,
      Resource resource,
      String name,
      String description,
      List<HistogramPointData> points) {
    if (!points.isEmpty()) {
      AggregationTemporality temporality =
          delta ? AggregationTemporality.DELTA : AggregationTemporality.CUMULATIVE;
      metrics.add(
          ImmutableMetricData.createDoubleHistogram(
              resource,
              scope,
              name,
              description,
              "s",
              ImmutableHistogramData.create(temporality, points)));
    }
  }
}
