package dev.remora.core.routing;

/**
 * What calls take over from the request that came in and that is being served on their thread.
 * Immutable.
 */
public final class Context {
  private final String traceparent;
  private final String tracestate;
  private final String baggage;
  private final String token;

  /**
   * A context of the given headers' values, each of which may be null.
   *
   * @param traceparent of the span that serves the request (W3C Trace Context)
   * @param token the bearer token that the request came with, where it may be used at all
   */
  public Context(String traceparent, String tracestate, String baggage, String token) {
    this.traceparent = traceparent;
    this.tracestate = tracestate;
    this.baggage = baggage;
    this.token = token;
  }

  /** The span that serves the request, as a {@code traceparent} names it; or null. */
  public String traceparent() {
    return traceparent;
  }

  /** The {@code tracestate} that goes with it, or null. */
  public String tracestate() {
    return tracestate;
  }

  /** The {@code baggage} that the request came with, or null. */
  public String baggage() {
    return baggage;
  }

  /** The bearer token that the request came with; null: it had none, or it may not be used. */
  public String token() {
    return token;
  }

  /** The span; never the token. */
  @Override
  public String toString() {
    return String.valueOf(traceparent);
  }
}
