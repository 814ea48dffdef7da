package dev.remora.gateway.cli;

/** A command can't do its work; the message says why in one line. */
final class CommandFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CommandFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
