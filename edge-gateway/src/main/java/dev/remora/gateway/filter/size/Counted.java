package dev.remora.gateway.filter.size;

import dev.remora.gateway.exchange.BodyStep;
import io.vertx.core.buffer.Buffer;

/** Lets a body pass as long as it is short enough. */
final class Counted implements BodyStep {
  private final Runnable tooLong;
  private long left;

  Counted(long limit, Runnable tooLong) {
    this.left = limit;
    this.tooLong = tooLong;
  }

  @Override
  public Buffer data(Buffer piece) {
    boolean first = left >= 0;
    left -= piece.length();
    if (left >= 0) {
      return piece;
    }
    if (first) {
      tooLong.run();
    }
    return null;
  }
}
