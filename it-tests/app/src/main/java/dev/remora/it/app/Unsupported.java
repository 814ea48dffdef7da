package dev.remora.it.app;

/**
 * Thrown by a driver: its client has no such thing. The case that asked must be declared as an
 * exception in the client's {@code contract.yaml}.
 */
public final class Unsupported extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what the client lacks. */
  public Unsupported(String what) {
    super(what);
  }
}
