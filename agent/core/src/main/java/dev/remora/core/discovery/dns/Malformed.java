package dev.remora.core.discovery.dns;

import java.io.IOException;

/** A message that can't be read, or doesn't say what a message must; in a few words. */
final class Malformed extends IOException {
  private static final long serialVersionUID = 1L;

  Malformed(String message) {
    super(message);
  }

  /** Whoever sends nonsense must not make it dear: where it was found says nothing. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
