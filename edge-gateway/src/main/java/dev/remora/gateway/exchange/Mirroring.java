package dev.remora.gateway.exchange;

import io.vertx.core.buffer.Buffer;

/** Sends copies of requests to services whose answers nobody waits for. */
public interface Mirroring {
  /**
   * Sends what the request's own service is sent to {@code service} too, if there is room for it.
   *
   * @param body all of it; null: there is none
   */
  void mirror(String service, Buffer body);
}
