package dev.remora.gateway.log;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lines on their way from one event loop to the thread that writes them: a ring of bytes. Whoever
 * puts a line never waits and allocates nothing; a line for which there is no room is dropped.
 */
final class LineRing {
  /** Takes bytes. */
  interface Sink {
    /** Takes {@code length} bytes; how many of them it took. */
    int take(byte[] bytes, int offset, int length) throws IOException;
  }

  private final byte[] bytes;
  private final int mask;

  /** Bytes put in, and bytes taken out, since the beginning. */
  private final AtomicLong put = new AtomicLong();

  private final AtomicLong taken = new AtomicLong();

  /** Lines; each written by the event loop alone. */
  private final AtomicLong lines = new AtomicLong();

  private final AtomicLong dropped = new AtomicLong();

  /**
   * An empty ring.
   *
   * @param capacity in bytes, a power of two
   */
  LineRing(int capacity) {
    bytes = new byte[capacity];
    mask = capacity - 1;
  }

  /** Puts a line; whether there was room. Called by one thread. */
  boolean put(byte[] line, int length) {
    long end = put.getPlain();
    if (length > bytes.length - (end - taken.getAcquire())) {
      dropped.lazySet(dropped.getPlain() + 1);
      return false;
    }
    int at = (int) end & mask;
    int first = Math.min(length, bytes.length - at);
    System.arraycopy(line, 0, bytes, at, first);
    System.arraycopy(line, first, bytes, 0, length - first);
    lines.lazySet(lines.getPlain() + 1);
    put.setRelease(end + length);
    return true;
  }

  /**
   * Hands all lines that are there to {@code sink}, whole ones only. Called by one thread.
   *
   * @return how many bytes it took
   * @throws IOException of the sink; what it has not taken stays, and comes first the next time
   */
  long drain(Sink sink) throws IOException {
    long begin = taken.getPlain();
    long end = put.getAcquire();
    long at = begin;
    while (at < end) {
      int offset = (int) at & mask;
      int length = (int) Math.min(end - at, bytes.length - offset);
      at += sink.take(bytes, offset, length);
      taken.setRelease(at);
    }
    return at - begin;
  }

  /** Whether nothing is left to be written. */
  boolean isEmpty() {
    return taken.get() == put.get();
  }

  /** Lines that there was room for. */
  long lines() {
    return lines.get();
  }

  /** Lines that there was no room for. */
  long dropped() {
    return dropped.get();
  }
}
