package dev.remora.core.discovery.remote;

import dev.remora.core.transport.Response;

/** What becomes of a request to a registry; called once, on the I/O thread or the timer's. */
public interface Outcome {
  /** An answer with a status of 200 to 299. */
  void answered(Response response);

  /** Anything else. */
  void failed(Fault fault);
}
