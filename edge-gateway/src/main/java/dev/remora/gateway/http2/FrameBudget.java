package dev.remora.gateway.http2;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import java.util.concurrent.TimeUnit;

/**
 * How many frames that carry nothing a client may send: they cost it next to nothing, and the
 * gateway an answer or a look through its streams (CVE-2019-9511 to -9518). One that sends more is
 * told to calm down, and its connection is closed.
 */
final class FrameBudget {
  /**
   * SETTINGS, PING, PRIORITY and unknown frames in a window; those that browsers and gRPC send are
   * a few a second at most.
   */
  private static final int CONTROL = 1_000;

  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Envoy's max_inbound_priority_frames_per_stream is 100. */
  private static final int CONTROL_PER_REQUEST = 2;

  /** Updates of windows before anything was sent. */
  private static final int CREDITS = 100;

  /** Envoy's max_inbound_window_update_frames_per_data_frame_sent. */
  private static final int CREDITS_PER_PIECE = 10;

  /** Clients give credit back in halves of windows, or in what they read at once. */
  private static final int BYTES_PER_CREDIT = 512;

  private final SentData sent;
  private long windowBegan = System.nanoTime();
  private long control;
  private long credits;
  private long requests;

  FrameBudget(SentData sent) {
    this.sent = sent;
  }

  void request() {
    requests++;
    control = Math.max(0, control - CONTROL_PER_REQUEST);
  }

  void control() throws Http2Exception {
    if (++control <= CONTROL) {
      return;
    }
    long now = System.nanoTime();
    if (now - windowBegan < WINDOW_NANOS) {
      throw tooMany("frames that carry nothing");
    }
    windowBegan = now;
    control = 1;
  }

  void credit() throws Http2Exception {
    long due =
        CREDITS
            + 2 * requests
            + CREDITS_PER_PIECE * sent.pieces()
            + sent.bytes() / BYTES_PER_CREDIT;
    if (++credits > due) {
      throw tooMany("window updates");
    }
  }

  private static Http2Exception tooMany(String what) {
    return Http2Exception.connectionError(Http2Error.ENHANCE_YOUR_CALM, "too many %s", what);
  }
}
