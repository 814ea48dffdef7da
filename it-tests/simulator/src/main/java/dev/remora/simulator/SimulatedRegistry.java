package dev.remora.simulator;

import dev.remora.core.discovery.Endpoint;
import dev.remora.core.discovery.Registration;
import dev.remora.core.discovery.Registry;
import java.util.List;
import java.util.Set;

/** A registry of one service that tells what it is told, at once. */
final class SimulatedRegistry implements Registry {
  private final String service;
  private List<Endpoint> endpoints;
  private Listener listener;
  private boolean watched;

  SimulatedRegistry(String service, List<Endpoint> endpoints) {
    this.service = service;
    this.endpoints = endpoints;
  }

  /** Has other endpoints from now on. */
  void tell(List<Endpoint> next) {
    endpoints = next;
    if (watched) {
      listener.endpoints(service, next);
    }
  }

  @Override
  public void start(Listener to) {
    listener = to;
    listener.services(Set.of(service));
  }

  @Override
  public void watch(String name) {
    watched = true;
    listener.endpoints(name, endpoints);
  }

  @Override
  public void register(Registration registration) {
    throw new UnsupportedOperationException("nothing is registered in a simulation");
  }

  @Override
  public void close() {
    watched = false;
  }
}
