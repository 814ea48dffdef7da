package dev.remora.gateway.exchange;

import io.vertx.core.buffer.Buffer;
import java.util.List;

/** Several steps one after the other. */
final class Steps {
  private Steps() {}

  static Buffer data(List<BodyStep> steps, Buffer piece) {
    return steps == null ? piece : from(steps, 0, piece);
  }

  private static Buffer from(List<BodyStep> steps, int first, Buffer piece) {
    Buffer out = piece;
    for (int i = first; i < steps.size() && out != null; i++) {
      out = steps.get(i).data(out);
    }
    return out;
  }

  /** What each keeps back goes through those after it. */
  static Buffer end(List<BodyStep> steps) {
    Buffer all = null;
    for (int i = 0; steps != null && i < steps.size(); i++) {
      Buffer rest = steps.get(i).end();
      Buffer out = rest == null ? null : from(steps, i + 1, rest);
      if (out != null) {
        all = all == null ? out : all.appendBuffer(out);
      }
    }
    return all;
  }
}
