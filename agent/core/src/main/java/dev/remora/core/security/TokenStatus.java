package dev.remora.core.security;

import dev.remora.core.resilience.Spans;

/** How it stands with the token of a service. Immutable, and without a secret. */
public final class TokenStatus {
  /** Whether there is a token. */
  public enum State {
    /** No call has needed one yet. */
    IDLE,
    /** There is one, and it is good. */
    VALID,
    /** There is none that is good, so that calls are rejected. */
    MISSING
  }

  private final String source;
  private final State state;
  private final long leftNanos;
  private final String problem;
  private final long issued;
  private final long failures;
  private final long waits;

  TokenStatus(String source, State state, long leftNanos, String problem, TokenCounts counts) {
    this.source = source;
    this.state = state;
    this.leftNanos = leftNanos;
    this.problem = problem;
    this.issued = counts.issued();
    this.failures = counts.failures();
    this.waits = counts.waits();
  }

  static TokenStatus idle(String source) {
    return new TokenStatus(source, State.IDLE, -1, null, new TokenCounts());
  }

  /** Of a source that has a token for each request that comes in. */
  public static TokenStatus exchanging(String source, boolean isDown, TokenCounts counts) {
    return new TokenStatus(source, isDown ? State.MISSING : State.VALID, -1, null, counts);
  }

  /** Of a source whose tokens lie in one slot. */
  public static TokenStatus of(String source, Slot slot, long now) {
    Token token = slot.token();
    boolean valid = slot.isGood();
    long left = valid ? token.left(now) : Long.MAX_VALUE;
    return new TokenStatus(
        source,
        valid ? State.VALID : State.MISSING,
        left == Long.MAX_VALUE ? -1 : left,
        slot.problem(),
        slot.counts());
  }

  /** Where it comes from, such as {@code oauth2 client shop at https://idp.example}. */
  public String source() {
    return source;
  }

  /** Whether there is one. */
  public State state() {
    return state;
  }

  /** For how long it is good, in nanoseconds; -1: that is not known, or there is none. */
  public long leftNanos() {
    return leftNanos;
  }

  /** Why there is no newer one; null: nothing is the matter. */
  public String problem() {
    return problem;
  }

  /** Tokens that were got for it. */
  public long issued() {
    return issued;
  }

  /** Times that one was asked for and none was got. */
  public long failures() {
    return failures;
  }

  /** Calls that had to wait for one. */
  public long waits() {
    return waits;
  }

  /** All of it on one line, for people to read. */
  @Override
  public String toString() {
    StringBuilder line = new StringBuilder(source);
    switch (state) {
      case IDLE:
        return line.append(", not needed yet").toString();
      case VALID:
        line.append(", valid");
        if (leftNanos >= 0) {
          line.append(", ").append(Spans.text(leftNanos)).append(" left");
        }
        break;
      default:
        line.append(", none");
        break;
    }
    line.append(", issued ").append(issued).append(", failures ").append(failures);
    return problem == null ? line.toString() : line.append(": ").append(problem).toString();
  }
}
