package dev.remora.simulator;

import dev.remora.core.discovery.Endpoint;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The endpoints of the service. */
final class Fleet {
  private static final int PORT = 8080;

  private final Simulation simulation;
  private final List<ServingEndpoint> endpoints = new ArrayList<>();
  private final Map<InetAddress, ServingEndpoint> byAddress = new HashMap<>();

  Fleet(Simulation simulation) {
    this.simulation = simulation;
  }

  /** Adds an endpoint that serves any number of requests at once. */
  ServingEndpoint add(String zone, ServiceTime serviceTime) {
    return add(zone, serviceTime, Integer.MAX_VALUE, 0);
  }

  /**
   * Adds an endpoint.
   *
   * @param zone empty for none
   * @param workers how many requests it serves at once
   * @param room how many more wait
   */
  ServingEndpoint add(String zone, ServiceTime serviceTime, int workers, int room) {
    byte[] ip = {10, 0, (byte) (endpoints.size() / 250), (byte) (endpoints.size() % 250 + 1)};
    InetAddress address;
    try {
      address = InetAddress.getByAddress(ip);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
    Endpoint description = Endpoint.at(address.getHostAddress(), PORT).zone(zone).build();
    ServingEndpoint endpoint =
        new ServingEndpoint(simulation, description, serviceTime, workers, room);
    endpoints.add(endpoint);
    byAddress.put(address, endpoint);
    return endpoint;
  }

  /** The endpoints in the order in which they were added. */
  List<ServingEndpoint> all() {
    return endpoints;
  }

  /** The endpoint at an address. */
  ServingEndpoint at(InetAddress address) {
    return byAddress.get(address);
  }

  /** All of them, as a registry has them. */
  List<Endpoint> descriptions() {
    return endpoints.stream().map(ServingEndpoint::description).toList();
  }
}
