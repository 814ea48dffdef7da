package dev.remora.gateway.life;

import dev.remora.core.Mesh;
import dev.remora.core.MeshStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Whether clients should be sent here: once it listens, a registry or its snapshot has answered,
 * and every service that a route leads to is known, or was waited for long enough. From then on
 * until it drains: a registry that is lost later takes nothing away from what the gateway can do.
 */
public final class Readiness {
  /** How far a gateway has come. */
  public enum State {
    STARTING,
    READY,
    DRAINING
  }

  /**
   * How long a service that the registry does not know keeps the gateway from being ready. A
   * registry that is there answers for the first time within a second.
   */
  static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Mesh mesh;
  private final Supplier<Collection<String>> services;
  private final long begun = System.nanoTime();
  private volatile boolean listening;
  private volatile State state = State.STARTING;

  /**
   * Of a gateway that is just starting.
   *
   * @param services those that routes lead to
   */
  public Readiness(Mesh mesh, Supplier<Collection<String>> services) {
    this.mesh = mesh;
    this.services = services;
  }

  /** All listeners listen. */
  public void listening() {
    listening = true;
  }

  /** It takes no more clients, for good. */
  public synchronized void draining() {
    state = State.DRAINING;
  }

  /** How far it has come. */
  public State state() {
    if (state == State.STARTING && missing().isEmpty()) {
      settle();
    }
    return state;
  }

  private synchronized void settle() {
    if (state == State.STARTING) {
      state = State.READY;
    }
  }

  /** Whether clients should be sent here. */
  public boolean isReady() {
    return state() == State.READY;
  }

  /** Whether it takes longer than what it waits for is given. */
  public boolean isOverdue() {
    return System.nanoTime() - begun >= PATIENCE_NANOS;
  }

  /** What it still waits for, one reason each; empty: nothing, or it drains. */
  public List<String> missing() {
    List<String> missing = new ArrayList<>();
    if (!listening) {
      missing.add("it does not listen yet");
    }
    boolean anyKnown = false;
    for (String service : services.get()) {
      boolean known = mesh.watch(service);
      anyKnown |= known;
      if (!known && System.nanoTime() - begun < PATIENCE_NANOS) {
        missing.add("the endpoints of " + service + " are not known yet");
      }
    }
    if (!anyKnown && !registryAnswers()) {
      missing.add("no registry has answered yet, and there is no snapshot");
    }
    return missing;
  }

  private boolean registryAnswers() {
    for (MeshStatus.Registry registry : mesh.status().registries()) {
      if (registry.state() == MeshStatus.RegistryState.UP) {
        return true;
      }
    }
    return false;
  }
}
