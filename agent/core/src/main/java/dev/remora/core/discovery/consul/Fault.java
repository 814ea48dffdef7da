package dev.remora.core.discovery.consul;

/** Why an answer of Consul can't be used: one line for the operator, without secrets. */
final class Fault extends Exception {
  private static final long serialVersionUID = 1L;

  /** How Consul can be at fault. */
  enum Kind {
    /** No answer at all; it may be a hiccup. */
    UNREACHABLE,
    /** Overloaded or without a leader (429, 5xx); it may pass. */
    TROUBLED,
    /** An answer that asking again won't change: ACL, datacenter, not a Consul. */
    REFUSED
  }

  private final Kind kind;
  private final int status;

  Fault(Kind kind, int status, String reason) {
    super(reason, null, false, false);
    this.kind = kind;
    this.status = status;
  }

  Kind kind() {
    return kind;
  }

  /** The HTTP status, or 0 where there was no answer. */
  int status() {
    return status;
  }

  String reason() {
    return getMessage();
  }
}
