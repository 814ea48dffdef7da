package dev.remora.gateway.filter.compression;

import dev.remora.gateway.exchange.BodyStep;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** Compresses a body (RFC 1952). What comes piece by piece goes on so. */
final class Gzip implements BodyStep {
  private static final int BUFFER = 4 << 10;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(BUFFER);
  private final Leveled gzip;
  private final boolean flush;
  private boolean closed;

  /**
   * A body's compressor, which has to be closed.
   *
   * @param flush whether the client is to get each piece at once
   */
  Gzip(int level, boolean flush) {
    this.flush = flush;
    try {
      gzip = new Leveled(out, level);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Buffer data(Buffer piece) {
    try {
      gzip.write(piece.getBytes());
      if (flush) {
        gzip.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return taken();
  }

  @Override
  public Buffer end() {
    close();
    return taken();
  }

  private Buffer taken() {
    if (out.size() == 0) {
      return null;
    }
    Buffer buffer = Buffer.buffer(out.toByteArray());
    out.reset();
    return buffer;
  }

  /** Gives back its memory, which is not the heap's. */
  void close() {
    if (!closed) {
      closed = true;
      try {
        gzip.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final class Leveled extends GZIPOutputStream {
    Leveled(ByteArrayOutputStream out, int level) throws IOException {
      super(out, BUFFER, true);
      def.setLevel(level);
    }
  }
}
