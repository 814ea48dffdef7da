package dev.remora.gateway.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** An outcome that is not known yet. Thread-safe. */
public final class Later implements Outcome {
  private Outcome outcome;
  private final List<Consumer<Outcome>> waiting = new ArrayList<>(1);

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
    List<Consumer<Outcome>> told;
    synchronized (this) {
      if (outcome != null) {
        return;
      }
      outcome = known;
      told = new ArrayList<>(waiting);
      waiting.clear();
    }
    told.forEach(each -> each.accept(known));
  }

  /** Tells {@code waiting} once it is known, on any thread. */
  public void then(Consumer<Outcome> told) {
    Outcome known;
    synchronized (this) {
      known = outcome;
      if (known == null) {
        waiting.add(told);
      }
    }
    if (known != null) {
      told.accept(known);
    }
  }
}
