package dev.remora.core.discovery;

/** How it stands with one registry. Immutable. */
public final class RegistryHealth {
  /** The states of a registry. */
  public enum State {
    /** It has not answered yet. */
    STARTING,
    /** It answers. */
    UP,
    /** It does not answer; what it said before is in use. */
    DOWN
  }

  private final String registry;
  private final State state;
  private final String reason;
  private final long lastAnswerNanos;

  RegistryHealth(String registry, State state, String reason, long lastAnswerNanos) {
    this.registry = registry;
    this.state = state;
    this.reason = reason;
    this.lastAnswerNanos = lastAnswerNanos;
  }

  /** How long ago it last answered; see {@link Registry#lastAnswerNanos}. */
  public long lastAnswerNanos() {
    return lastAnswerNanos;
  }

  /** The registry, as in the configuration. */
  public String registry() {
    return registry;
  }

  /** Its state. */
  public State state() {
    return state;
  }

  /** Why it is down; null if it isn't. */
  public String reason() {
    return reason;
  }
}
