package dev.remora.core.security;

import dev.remora.core.routing.RequestInfo;

/** Where tokens come from. */
public interface TokenSource extends AutoCloseable {
  /**
   * What a call to {@code service} is sent with. The first calls may wait.
   *
   * @param now of the ticker, in nanoseconds
   */
  Credential credential(String service, RequestInfo request, long now);

  /**
   * How it stands with them.
   *
   * @param source what it is, in the words of the settings
   * @param now of the ticker, in nanoseconds
   */
  TokenStatus status(String source, long now);

  /** Gets no more tokens. */
  @Override
  void close();
}
