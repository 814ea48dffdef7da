package dev.remora.gateway.http2;

/**
 * The streams of a connection that were reset last. What was on its way when one was must be let
 * pass for a while (RFC 9113, section 5.1, "closed").
 */
final class ResetStreams {
  /** More than the resets that a client may cause within its round trip. */
  private static final int MOST = 256;

  private int[] ids;
  private int next;

  void add(int id) {
    if (ids == null) {
      ids = new int[MOST];
    }
    ids[next] = id;
    next = (next + 1) % MOST;
  }

  boolean contains(int id) {
    for (int i = 0; ids != null && i < MOST; i++) {
      if (ids[i] == id) {
        return true;
      }
    }
    return false;
  }
}
