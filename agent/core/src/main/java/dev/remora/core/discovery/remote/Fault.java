package dev.remora.core.discovery.remote;

/** Why an answer of a registry can't be used: one line for the operator, without secrets. */
public final class Fault extends Exception {
  private static final long serialVersionUID = 1L;

  /** How a registry can be at fault. */
  public enum Kind {
    /** No answer at all; it may be a hiccup. */
    UNREACHABLE,
    /** Overloaded or without a leader (429, 5xx); it may pass. */
    TROUBLED,
    /** An answer that asking again won't change: permissions, a wrong address. */
    REFUSED
  }

  private final Kind kind;
  private final int status;

  /**
   * A fault.
   *
   * @param status the HTTP status, or 0 where there was no answer
   * @param reason one line without secrets
   */
  public Fault(Kind kind, int status, String reason) {
    super(reason, null, false, false);
    this.kind = kind;
    this.status = status;
  }

  /** How the registry is at fault. */
  public Kind kind() {
    return kind;
  }

  /** The HTTP status, or 0 where there was no answer. */
  public int status() {
    return status;
  }

  /** One line for the operator. */
  public String reason() {
    return getMessage();
  }
}
