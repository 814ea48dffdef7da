package dev.remora.gateway.cli;

/** Arguments are not understood. */
final class BadUsage extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadUsage(String message) {
    super(message);
  }
}
