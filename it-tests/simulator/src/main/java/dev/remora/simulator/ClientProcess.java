package dev.remora.simulator;

import dev.remora.core.MeshCall;
import dev.remora.core.SimulatedCalls;
import dev.remora.core.concurrent.Ticker;
import dev.remora.core.config.ServiceConfig;
import dev.remora.core.discovery.Endpoint;
import dev.remora.core.log.Log;
import dev.remora.core.resilience.Chance;
import dev.remora.core.resilience.ResilientCluster;
import dev.remora.core.routing.Directory;
import dev.remora.core.routing.Exclusions;
import dev.remora.core.routing.RequestInfo;
import java.net.ConnectException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The near side: a process that calls the service with the production's classes, of which nothing
 * is replaced but the clock, the threads and the registry.
 */
final class ClientProcess {
  static final String SERVICE = "orders";

  private static final long SWEEP = TimeUnit.SECONDS.toNanos(1);

  private final Simulation simulation;
  private final Fleet fleet;
  private final SimulatedRegistry registry;
  private final ResilientCluster cluster;

  /** A process that has not called yet. */
  ClientProcess(Simulation simulation, Fleet fleet, ServiceConfig config) {
    this.simulation = simulation;
    this.fleet = fleet;
    this.registry = new SimulatedRegistry(SERVICE, fleet.descriptions());
    Ticker ticker = simulation.ticker();
    // The thread that everything periodic happens on is not always free at once.
    Executor background = task -> simulation.in(TimeUnit.MILLISECONDS.toNanos(1), task);
    Directory<ResilientCluster> directory =
        new Directory<>(
            name -> new ResilientCluster(name, config, background, Chance.RANDOM, ticker),
            new Exclusions(List.of()),
            0,
            new Log(Log.Level.WARN, System.err));
    directory.follow(registry);
    this.cluster = directory.find(SERVICE);
    simulation.every(SWEEP, () -> cluster.sweep(ticker.nanos()));
  }

  /** Has the registry tell it other endpoints. */
  void told(List<Endpoint> endpoints) {
    registry.tell(endpoints);
  }

  /** A call that is placed and not sent. */
  MeshCall begin(RequestInfo request) {
    return SimulatedCalls.begin(cluster, request, simulation.ticker());
  }

  /** Makes a call; {@code answer} takes what becomes of it. */
  void call(RequestInfo request, Consumer<Reply> answer) {
    MeshCall call = begin(request);
    if (call == null) {
      answer.accept(new Reply(Reply.NO_ENDPOINT, 0, 0, ""));
    } else if (call.rejection() != null) {
      answer.accept(new Reply(Reply.REJECTED, 0, 0, ""));
    } else {
      attempt(new Calling(call, simulation.now(), answer));
    }
  }

  private void attempt(Calling calling) {
    calling.attempts++;
    fleet.at(calling.call.address()).send(status -> ended(calling, status));
  }

  private void ended(Calling calling, int status) {
    long pause;
    if (status == ServingEndpoint.REFUSED) {
      ConnectException failure = new ConnectException();
      if (calling.call.failover(failure)) {
        attempt(calling);
        return;
      }
      pause = calling.call.retry(failure);
    } else {
      pause = calling.call.retry(status, null);
    }
    if (pause < 0) {
      calling.answer.accept(
          new Reply(
              status,
              simulation.now() - calling.began,
              calling.attempts,
              fleet.at(calling.call.address()).description().zone()));
    } else {
      simulation.in(TimeUnit.MILLISECONDS.toNanos(pause), () -> attempt(calling));
    }
  }

  private static final class Calling {
    private final MeshCall call;
    private final long began;
    private final Consumer<Reply> answer;
    private int attempts;

    Calling(MeshCall call, long began, Consumer<Reply> answer) {
      this.call = call;
      this.began = began;
      this.answer = answer;
    }
  }

  /**
   * What became of a call.
   *
   * @param status of the response, or one of those below
   * @param took nanoseconds
   * @param attempts how often it was sent, or tried to
   * @param zone of the endpoint that answered last
   */
  record Reply(int status, long took, int attempts, String zone) {
    /** There was no endpoint. */
    static final int NO_ENDPOINT = -1;

    /** The call was not made, as the service had failed too often. */
    static final int REJECTED = -2;

    /** Whether the application got what it wanted. */
    boolean succeeded() {
      return status >= 200 && status < 500;
    }
  }
}
