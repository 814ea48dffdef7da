package dev.remora.telemetry.metrics;

import dev.remora.core.telemetry.MeshReadings;
import dev.remora.core.telemetry.MeshReadings.RegistryReading;
import dev.remora.core.telemetry.MeshReadings.ServiceReading;
import dev.remora.core.telemetry.MeshReadings.TokenReading;
import dev.remora.telemetry.trace.Spans;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;

/** The metrics {@code remora.*}: read when they are exported, and no cost before. */
final class MeshMetrics {
  private final Meter meter;
  private final Meters meters;
  private final MeshReadings mesh;

  MeshMetrics(Meter meter, Meters meters, MeshReadings mesh) {
    this.meter = meter;
    this.meters = meters;
    this.mesh = mesh;
  }

  void register(Spans spans) {
    perService("remora.picks", "{pick}", "Endpoints picked for an attempt.", s -> s.picks);
    perService(
        "remora.failovers",
        "{attempt}",
        "Attempts because the endpoint before could not be connected.",
        s -> s.failovers);
    perService(
        "remora.retries",
        "{attempt}",
        "Attempts because the one before failed or was turned away.",
        s -> s.retries);
    perService("remora.hedges", "{attempt}", "Attempts beside one that takes long.", s -> s.hedges);
    perService("remora.rejections", "{call}", "Calls that were not sent.", s -> s.rejections);
    counter(
        "remora.ejections",
        "{ejection}",
        "Endpoints taken out of rotation.",
        out -> {
          for (ServiceReading service : mesh.services()) {
            out.record(service.ejections(), of(service));
          }
        });
    counter(
        "remora.token.refreshes",
        "{refresh}",
        "Times that a token was asked for.",
        this::refreshes);
    counter(
        "remora.token.waits",
        "{call}",
        "Calls that had to wait for a token.",
        out -> {
          for (ServiceReading service : mesh.services()) {
            if (service.tokens() != null) {
              out.record(service.tokens().waits(), of(service));
            }
          }
        });
    meter
        .gaugeBuilder("remora.endpoints")
        .ofLongs()
        .setUnit("{endpoint}")
        .setDescription("Endpoints that the registry knows.")
        .buildWithCallback(this::endpoints);
    gauge("remora.retry_budget", "{attempt}", "Retries left in the budget.", this::budgets);
    gauge(
        "remora.registry.lag",
        "s",
        "Time since a registry last answered.",
        out -> {
          for (RegistryReading registry : mesh.registries()) {
            if (registry.lastAnswerNanos() >= 0) {
              out.record(registry.lastAnswerNanos() / 1e9, of(registry));
            }
          }
        });
    meter
        .gaugeBuilder("remora.registry.up")
        .ofLongs()
        .setUnit("1")
        .setDescription("1: the registry answers; 0: what it said before is in use.")
        .buildWithCallback(
            out -> {
              for (RegistryReading registry : mesh.registries()) {
                out.record(registry.isUp() ? 1 : 0, of(registry));
              }
            });
    counter(
        "remora.spans.dropped",
        "{span}",
        "Spans that found the queue full.",
        out -> out.record(spans.dropped()));
  }

  private void endpoints(ObservableLongMeasurement out) {
    for (ServiceReading service : mesh.services()) {
      Attributes attributes = of(service);
      int ejected = service.ejected();
      out.record(
          service.endpoints() - ejected,
          attributes.toBuilder().put(MetricNames.STATE, "in").build());
      out.record(ejected, attributes.toBuilder().put(MetricNames.STATE, "ejected").build());
    }
  }

  private void refreshes(ObservableLongMeasurement out) {
    for (ServiceReading service : mesh.services()) {
      TokenReading tokens = service.tokens();
      if (tokens != null) {
        Attributes attributes = of(service);
        out.record(
            tokens.issued(), attributes.toBuilder().put(MetricNames.OUTCOME, "issued").build());
        out.record(
            tokens.failures(), attributes.toBuilder().put(MetricNames.OUTCOME, "failed").build());
      }
    }
  }

  private void budgets(ObservableDoubleMeasurement out) {
    for (ServiceReading service : mesh.services()) {
      if (service.retryBudget() >= 0) {
        out.record(service.retryBudget(), of(service));
      }
    }
  }

  private void perService(
      String name, String unit, String description, Function<ServiceMeter, LongAdder> count) {
    counter(
        name,
        unit,
        description,
        out -> {
          for (ServiceMeter service : meters.services()) {
            out.record(
                count.apply(service).sum(), Attributes.of(MetricNames.SERVICE, service.service));
          }
        });
  }

  private void counter(
      String name, String unit, String description, Consumer<ObservableLongMeasurement> read) {
    meter.counterBuilder(name).setUnit(unit).setDescription(description).buildWithCallback(read);
  }

  private void gauge(
      String name, String unit, String description, Consumer<ObservableDoubleMeasurement> read) {
    meter.gaugeBuilder(name).setUnit(unit).setDescription(description).buildWithCallback(read);
  }

  private static Attributes of(ServiceReading service) {
    return Attributes.of(MetricNames.SERVICE, service.service());
  }

  private static Attributes of(RegistryReading registry) {
    return Attributes.of(MetricNames.REGISTRY, registry.registry());
  }
}
