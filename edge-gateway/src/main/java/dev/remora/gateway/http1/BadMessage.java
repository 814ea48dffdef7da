package dev.remora.gateway.http1;

import dev.remora.gateway.exchange.Problem;

/** A message that is not taken, and what its sender is told. */
public final class BadMessage extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  BadMessage(Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  /** One that its sender is not told of. */
  BadMessage(String what) {
    super(what, null, false, false);
    this.problem = null;
  }

  /** What the sender is told; null: nothing, as it is an endpoint. */
  public Problem problem() {
    return problem;
  }
}
