package dev.remora.simulator;

import dev.remora.core.discovery.Endpoint;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * The far side: an endpoint that serves so many requests at once and lets the others wait in a
 * queue, answers 503 beyond that, and can be made slow, broken or deaf at any moment.
 */
final class ServingEndpoint {
  /** A status of this kind: there was nothing to connect to. */
  static final int REFUSED = 0;

  private static final long HALF_TRIP = 100_000;

  private final Simulation simulation;
  private final SplittableRandom chance;
  private final Endpoint description;
  private final int workers;
  private final int room;
  private final ArrayDeque<Runnable> queue = new ArrayDeque<>();
  private ServiceTime serviceTime;
  private int status = 200;
  private boolean listens = true;
  private int busy;
  private long received;
  private long mostAtOnce;

  /**
   * An endpoint that is well.
   *
   * @param workers how many requests it serves at once
   * @param room how many more wait
   */
  ServingEndpoint(
      Simulation simulation, Endpoint description, ServiceTime serviceTime, int workers, int room) {
    this.simulation = simulation;
    this.chance = simulation.chance();
    this.description = description;
    this.serviceTime = serviceTime;
    this.workers = workers;
    this.room = room;
  }

  /** As the registry has it. */
  Endpoint description() {
    return description;
  }

  /** Takes another time for what it begins to serve from now on. */
  void takes(ServiceTime next) {
    serviceTime = next;
  }

  /** Answers with another status from now on. */
  void answers(int next) {
    status = next;
  }

  /** Accepts connections, or refuses them. What is being served is answered all the same. */
  void listens(boolean next) {
    listens = next;
  }

  /** How many requests reached it, those refused not counted. */
  long received() {
    return received;
  }

  /** The most requests that it had, served and waiting, at any one moment. */
  long mostAtOnce() {
    return mostAtOnce;
  }

  /** How many requests it has now, served and waiting. */
  int has() {
    return busy + queue.size();
  }

  /**
   * Sends a request here.
   *
   * @param answer takes the status, or {@link #REFUSED}, a round trip and the service later
   */
  void send(Consumer<Integer> answer) {
    simulation.in(HALF_TRIP, () -> arrive(answer));
  }

  private void arrive(Consumer<Integer> answer) {
    if (!listens) {
      reply(answer, REFUSED);
      return;
    }
    received++;
    if (busy < workers) {
      serve(answer);
    } else if (queue.size() < room) {
      queue.add(() -> serve(answer));
    } else {
      reply(answer, 503);
    }
    mostAtOnce = Math.max(mostAtOnce, has());
  }

  private void serve(Consumer<Integer> answer) {
    busy++;
    int with = status;
    simulation.in(
        serviceTime.next(chance),
        () -> {
          busy--;
          Runnable next = queue.poll();
          if (next != null) {
            next.run();
          }
          reply(answer, with);
        });
  }

  private void reply(Consumer<Integer> answer, int with) {
    simulation.in(HALF_TRIP, () -> answer.accept(with));
  }
}
