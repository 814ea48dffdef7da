package dev.remora.gateway.auth;

import java.util.function.Consumer;

/** An outcome that is not known yet. Thread-safe. */
public final class Later implements Outcome {
  private Outcome outcome;
  private Consumer<Outcome> waiting;

  /**
   * It is known; only the first time counts.
   *
   * @param known may be another that is not known yet
   */
  public void complete(Outcome known) {
    if (known instanceof Later later) {
      later.then(this::complete);
      return;
    }
    Consumer<Outcome> told;
    synchronized (this) {
      if (outcome != null) {
        return;
      }
      outcome = known;
      told = waiting;
    }
    if (told != null) {
      told.accept(known);
    }
  }

  /** Tells {@code waiting} once it is known, on any thread; for one who waits. */
  public void then(Consumer<Outcome> waiting) {
    Outcome known;
    synchronized (this) {
      this.waiting = waiting;
      known = outcome;
    }
    if (known != null) {
      waiting.accept(known);
    }
  }
}
