package dev.remora.simulator;

import dev.remora.core.config.ServiceConfig;
import dev.remora.core.discovery.Endpoint;
import dev.remora.core.routing.RequestInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Some processes of the same kind that call the service. */
final class Clients {
  private final Simulation simulation;
  private final List<ClientProcess> processes = new ArrayList<>();

  /** Processes with the contestant's settings. */
  Clients(Simulation simulation, Fleet fleet, Contestant contestant, int count) {
    this.simulation = simulation;
    ServiceConfig settings = contestant.settings();
    for (int i = 0; i < count; i++) {
      processes.add(new ClientProcess(simulation, fleet, settings));
    }
  }

  /** How a table's title says how many there are. */
  static String words(int count) {
    return count == 1 ? "one client process" : count + " client processes";
  }

  /** Has the registry tell all of them. */
  void told(List<Endpoint> endpoints) {
    processes.forEach(process -> process.told(endpoints));
  }

  /** The processes. */
  List<ClientProcess> all() {
    return processes;
  }

  /** Calls the service with random keys until the end, so often a second in all. */
  void load(double perSecond, Consumer consumer) {
    SplittableRandom keys = simulation.chance();
    load(perSecond, () -> new SimulatedRequest(Long.toHexString(keys.nextLong())), consumer);
  }

  /** Calls the service until the end, so often a second in all. */
  void load(double perSecond, Supplier<? extends RequestInfo> requests, Consumer consumer) {
    for (ClientProcess process : processes) {
      simulation.arrivals(
          perSecond / processes.size(),
          () -> {
            long began = simulation.now();
            process.call(requests.get(), reply -> consumer.ended(began, reply));
          });
    }
  }

  /** Takes what becomes of each call. */
  interface Consumer {
    /** A call that began at a moment has ended. */
    void ended(long began, ClientProcess.Reply reply);
  }
}
