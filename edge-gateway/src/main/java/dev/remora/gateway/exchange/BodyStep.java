package dev.remora.gateway.exchange;

import io.vertx.core.buffer.Buffer;

/** What becomes of a body on its way through, piece by piece; belongs to one exchange. */
public interface BodyStep {
  /**
   * A piece has come.
   *
   * @return what goes on, the same object where nothing changes; null: nothing for now
   */
  Buffer data(Buffer piece);

  /**
   * The body is complete; not called for one that was cut off.
   *
   * @return what remains to be sent; null: nothing
   */
  default Buffer end() {
    return null;
  }
}
