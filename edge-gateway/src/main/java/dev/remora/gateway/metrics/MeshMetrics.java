package dev.remora.gateway.metrics;

import dev.remora.core.Mesh;
import dev.remora.core.MeshStatus;
import dev.remora.core.telemetry.MeshReadings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** What the mesh knows of registries, services and endpoints. */
final class MeshMetrics implements Consumer<Exposition> {
  private static final int MOST_ENDPOINTS = 2000;

  private final Mesh mesh;

  MeshMetrics(Mesh mesh) {
    this.mesh = mesh;
  }

  @Override
  public void accept(Exposition to) {
    Collection<MeshReadings.RegistryReading> registries = mesh.readings().registries();
    to.gauge("remora_registry_up", "Whether the registry answers.");
    for (MeshReadings.RegistryReading registry : registries) {
      to.value(Labels.of("remora_registry", registry.registry()), registry.isUp() ? 1L : 0L);
    }
    to.gauge("remora_registry_lag_seconds", "Since the registry last answered anything.");
    for (MeshReadings.RegistryReading registry : registries) {
      if (registry.lastAnswerNanos() >= 0) {
        to.value(
            Labels.of("remora_registry", registry.registry()), registry.lastAnswerNanos() / 1e9);
      }
    }
    services(to);
    endpoints(to);
  }

  private void services(Exposition to) {
    Collection<MeshReadings.ServiceReading> services = mesh.readings().services();
    to.gauge("remora_endpoints", "Endpoints of a service.");
    for (MeshReadings.ServiceReading service : services) {
      Labels labels = Labels.of("remora_service", service.service());
      String state = "remora_endpoint_state";
      to.value(labels.and(state, "in"), (long) service.endpoints() - service.ejected());
      to.value(labels.and(state, "ejected"), (long) service.ejected());
    }
    to.counter("remora_ejections", "Endpoints that were ejected.");
    for (MeshReadings.ServiceReading service : services) {
      to.total(Labels.of("remora_service", service.service()), service.ejections());
    }
    to.gauge("remora_retry_budget", "Retries that are saved up.");
    for (MeshReadings.ServiceReading service : services) {
      if (service.retryBudget() >= 0) {
        to.value(Labels.of("remora_service", service.service()), service.retryBudget());
      }
    }
    to.counter("remora_token_refreshes", "Tokens for services that were asked for.");
    for (MeshReadings.ServiceReading service : services) {
      MeshReadings.TokenReading tokens = service.tokens();
      if (tokens != null) {
        Labels labels = Labels.of("remora_service", service.service());
        to.total(labels.and("remora_token_outcome", "issued"), tokens.issued());
        to.total(labels.and("remora_token_outcome", "failed"), tokens.failures());
      }
    }
  }

  private void endpoints(Exposition to) {
    List<Row> rows = new ArrayList<>();
    for (MeshStatus.Service service : mesh.status().services()) {
      for (MeshStatus.Endpoint endpoint : service.endpoints()) {
        if (rows.size() < MOST_ENDPOINTS) {
          String address = endpoint.address();
          String host = address.indexOf(':') < 0 ? address : "[" + address + "]";
          rows.add(
              new Row(
                  Labels.of(
                      "remora_service",
                      service.name(),
                      "remora_endpoint",
                      host + ":" + endpoint.port()),
                  endpoint));
        }
      }
    }
    to.gauge("remora_endpoint_up", "Whether the endpoint gets calls.");
    gauge(to, rows, endpoint -> endpoint.out().isEmpty() ? 1 : 0);
    to.gauge("remora_endpoint_in_flight", "Attempts that wait for a response.");
    gauge(to, rows, MeshStatus.Endpoint::inFlight);
    to.counter("remora_endpoint_picks", "Attempts at the endpoint.");
    rows.forEach(row -> to.total(row.labels, row.endpoint.picks()));
    to.counter("remora_endpoint_failures", "Attempts that failed at the endpoint.");
    rows.forEach(row -> to.total(row.labels, row.endpoint.failures()));
    to.counter("remora_endpoint_connect_failures", "Attempts that could not be connected.");
    rows.forEach(row -> to.total(row.labels, row.endpoint.connectFailures()));
  }

  private static void gauge(
      Exposition to, List<Row> rows, ToDoubleFunction<MeshStatus.Endpoint> of) {
    rows.forEach(row -> to.value(row.labels, of.applyAsDouble(row.endpoint)));
  }

  private record Row(Labels labels, MeshStatus.Endpoint endpoint) {}
}
