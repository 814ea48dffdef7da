package dev.remora.benchmarks.gateway;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests at a steady rate, whatever becomes of those before: a response's time counts from when
 * its request was due, so that a stall is seen by all who would have called meanwhile. One thread,
 * HTTP/1.1, GET.
 */
final class OpenLoop implements AutoCloseable {
  private static final long PAUSE_NANOS = 20_000;
  private static final int CONNECTIONS = 64;

  private final InetSocketAddress address;
  private final byte[] request;
  private final Selector selector;
  private final ArrayDeque<Line> idle = new ArrayDeque<>();
  private final long[] micros;
  private int answered;
  private int failed;
  private int waiting;

  /**
   * A load.
   *
   * @param most how many requests there will be at most
   */
  OpenLoop(String url, int most, String... headers) throws IOException {
    URI uri = URI.create(url);
    address = new InetSocketAddress(uri.getHost(), uri.getPort());
    StringBuilder head =
        new StringBuilder(
            "GET " + uri.getRawPath() + " HTTP/1.1\r\nHost: " + uri.getHost() + "\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    request = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    selector = Selector.open();
    micros = new long[most];
    for (int i = 0; i < CONNECTIONS; i++) {
      idle.add(new Line());
    }
  }

  /** Sends {@code perSecond} requests for {@code seconds}, and waits up to 10 s for the last. */
  void run(int perSecond, double seconds) throws IOException {
    long start = System.nanoTime();
    long interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
    int total = (int) (perSecond * seconds);
    int begun = 0;
    long end = start + (long) (seconds * 1e9) + TimeUnit.SECONDS.toNanos(10);
    while ((begun < total || waiting > 0) && System.nanoTime() < end) {
      long now = System.nanoTime();
      boolean busy = false;
      while (begun < total && start + begun * interval <= now && !idle.isEmpty()) {
        idle.poll().send(start + begun * interval);
        begun++;
        busy = true;
      }
      busy |= selector.selectNow(this::ready) > 0;
      if (!busy) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    failed += waiting + (total - begun);
  }

  private void ready(SelectionKey key) {
    ((Line) key.attachment()).read();
  }

  /** How many got a 2xx. */
  int answered() {
    return answered;
  }

  /** How many got something else, or nothing. */
  int failed() {
    return failed;
  }

  /** The time that {@code share} of the answers took at most, in milliseconds. */
  double millis(double share) {
    long[] sorted = Arrays.copyOf(micros, answered);
    Arrays.sort(sorted);
    return sorted[Math.max(0, (int) Math.ceil(answered * share) - 1)] / 1000.0;
  }

  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }

  /** One connection. */
  private final class Line {
    private final ByteBuffer in = ByteBuffer.allocate(64 << 10);
    private SocketChannel channel;
    private long due;

    void send(long when) {
      due = when;
      waiting++;
      try {
        if (channel == null) {
          channel = SocketChannel.open(address);
          channel.socket().setTcpNoDelay(true);
          channel.configureBlocking(false);
          channel.register(selector, SelectionKey.OP_READ, this);
        }
        in.clear();
        ByteBuffer out = ByteBuffer.wrap(request);
        while (out.hasRemaining()) {
          channel.write(out);
        }
      } catch (IOException e) {
        done(false);
      }
    }

    void read() {
      try {
        if (channel.read(in) < 0) {
          close();
          return;
        }
        int status = status();
        if (status > 0) {
          done(status / 100 == 2);
        }
      } catch (IOException e) {
        close();
      }
    }

    /** The connection ended: of a request under way that is the answer. */
    private void close() {
      boolean underWay = due != 0;
      try {
        channel.close();
      } catch (IOException e) {
        // It is gone either way.
      }
      channel = null;
      if (underWay) {
        done(false);
      }
    }

    /** The status of the response, once it is complete; else 0. */
    private int status() {
      String text = new String(in.array(), 0, in.position(), StandardCharsets.ISO_8859_1);
      int head = text.indexOf("\r\n\r\n");
      if (head < 0 || due == 0) {
        return 0;
      }
      int at = text.toLowerCase(java.util.Locale.ROOT).indexOf("content-length: ");
      int from = at + "content-length: ".length();
      int length = Integer.parseInt(text.substring(from, text.indexOf("\r\n", from)));
      return text.length() < head + 4 + length ? 0 : Integer.parseInt(text.substring(9, 12));
    }

    private void done(boolean good) {
      if (good) {
        micros[answered++] = (System.nanoTime() - due) / 1000;
      } else {
        failed++;
        if (channel != null && !channel.isOpen()) {
          channel = null;
        }
      }
      due = 0;
      waiting--;
      idle.add(this);
    }
  }
}
