package dev.remora.telemetry.trace;

/** Which traces are recorded. Immutable. */
final class Sampling {
  private final boolean parentBased;
  private final boolean all;
  private final long bound;

  /** As the settings say. */
  Sampling(boolean parentBased, double ratio) {
    this.parentBased = parentBased;
    this.all = ratio >= 1;
    this.bound = (long) (ratio * Long.MAX_VALUE);
  }

  /**
   * Whether a trace that begins here is, by its random part, in the way of the SDK's {@code
   * TraceIdRatioBased}.
   */
  boolean root(long traceLow) {
    return all || Math.abs(traceLow) < bound;
  }

  /** Whether a span below {@code parent}, a valid {@code traceparent}, is. */
  boolean child(String parent) {
    return parentBased
        ? (TraceParent.flags(parent) & TraceParent.SAMPLED) != 0
        : root(TraceParent.traceLow(parent));
  }
}
