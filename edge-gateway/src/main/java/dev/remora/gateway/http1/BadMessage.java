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

  /** What the sender is told. */
  public Problem problem() {
    return problem;
  }
}
