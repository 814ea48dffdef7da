package dev.remora.it.app;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;

/** A request body. */
public final class Body {
  /** How the application hands the body to its client. */
  public enum Kind {
    /** As bytes or a string: known length, may be sent again. */
    BYTES,
    /** As a one-shot stream of known length. */
    STREAM,
    /** As a one-shot stream of unknown length (chunked, in HTTP/1.1). */
    UNSIZED
  }

  public Kind kind = Kind.BYTES;
  public String text = "";

  /** When positive, the body is this many bytes long, {@link #text} repeated. */
  public int size;

  /** When positive, {@link #stream()} pauses this long before each of its reads. */
  public int pauseMs;

  public String contentType = "text/plain";

  /** Number of bytes of the body. */
  public int length() {
    return size > 0 ? size : text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The whole body. */
  public byte[] bytes() {
    byte[] once = text.getBytes(StandardCharsets.UTF_8);
    byte[] all = new byte[length()];
    for (int i = 0; i < all.length; i++) {
      all[i] = once[i % once.length];
    }
    return all;
  }

  /**
   * The body as a stream, at most 8 KiB a read; with a pause it gives a tenth of the body a read.
   */
  public InputStream stream() {
    int most = pauseMs > 0 ? Math.max(1, length() / 10) : 8192;
    return new ByteArrayInputStream(bytes()) {
      @Override
      public synchronized int read(byte[] buffer, int offset, int length) {
        pause();
        return super.read(buffer, offset, Math.min(length, most));
      }

      @Override
      public synchronized int read() {
        pause();
        return super.read();
      }
    };
  }

  private void pause() {
    if (pauseMs > 0) {
      try {
        Thread.sleep(pauseMs);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(new InterruptedIOException());
      }
    }
  }
}
