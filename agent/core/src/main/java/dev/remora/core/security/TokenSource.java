package dev.remora.core.security;

import dev.remora.core.routing.RequestInfo;

/** Where tokens come from. */
interface TokenSource extends AutoCloseable {
  /** What a call to {@code service} is sent with. The first calls may wait. */
  Credential credential(String service, RequestInfo request);

  /** Gets no more tokens. */
  @Override
  void close();
}
