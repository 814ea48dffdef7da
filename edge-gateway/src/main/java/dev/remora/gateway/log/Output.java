package dev.remora.gateway.log;

import java.io.IOException;

/** Where lines end up. Belongs to the thread that writes. */
interface Output extends LineRing.Sink {
  /** Looks after itself, between lines and at least once a second. */
  void tend() throws IOException;

  /** Nothing more comes. */
  void close() throws IOException;
}
