package dev.remora.gateway.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A client that sends exactly the bytes it is told to, and keeps what comes back. */
public final class RawClient implements AutoCloseable {
  private final Socket socket;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private boolean ended;
  private boolean reset;

  /** Connects to a port of 127.0.0.1. */
  public RawClient(int port) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * All that comes back for {@code request}, sent at once, until the gateway closes or is silent.
   */
  public static String exchange(int port, String request) {
    try (RawClient client = new RawClient(port)) {
      client.send(request);
      return client.readUntilSilent(500);
    }
  }

  /** Sends text as ISO 8859-1. */
  public void send(String text) {
    send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Sends bytes. A connection that the gateway has closed already is none of the sender's. */
  public void send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    } catch (IOException e) {
      ended = true;
    }
  }

  /** Sends no more, as a client that half-closes. */
  public void finish() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      ended = true;
    }
  }

  /**
   * All that has come, once it contains {@code part}, or the gateway has closed, or 10 s are over.
   */
  public String readUntil(String part) {
    long end = System.nanoTime() + 10_000_000_000L;
    while (!text().contains(part) && !ended && System.nanoTime() < end) {
      read(100);
    }
    return text();
  }

  /** All that has come, once nothing more does for {@code millis}, or the gateway has closed. */
  public String readUntilSilent(int millis) {
    int before = -1;
    while (!ended && before != received.size()) {
      before = received.size();
      read(before == 0 ? Math.max(millis, 3_000) : millis);
    }
    return text();
  }

  /** All that has come, once the gateway has closed, or {@code millis} are over. */
  public String readUntilClosed(int millis) {
    long end = System.nanoTime() + millis * 1_000_000L;
    while (!ended && System.nanoTime() < end) {
      read(100);
    }
    return text();
  }

  /** Whether the gateway has closed the connection, as far as was read. */
  public boolean isClosed() {
    return ended;
  }

  /**
   * Reads without keeping it until more than {@code most} bytes have come, the gateway has closed,
   * or {@code millis} are over; how many bytes came.
   */
  public long countUntilClosed(long most, int millis) {
    long end = System.nanoTime() + millis * 1_000_000L;
    long count = 0;
    byte[] piece = new byte[64 << 10];
    try {
      socket.setSoTimeout(millis);
      while (count <= most && System.nanoTime() < end) {
        int read = socket.getInputStream().read(piece);
        if (read < 0) {
          break;
        }
        count += read;
      }
    } catch (IOException e) {
      reset = true;
    }
    return count;
  }

  /** Whether it was closed by a TCP reset. */
  public boolean isReset() {
    return reset;
  }

  private void read(int millis) {
    try {
      socket.setSoTimeout(millis);
      InputStream in = socket.getInputStream();
      byte[] piece = new byte[8192];
      int count = in.read(piece);
      if (count < 0) {
        ended = true;
      } else {
        received.write(piece, 0, count);
      }
    } catch (SocketTimeoutException e) {
      // Silent so long.
    } catch (IOException e) {
      ended = true;
      reset = true;
    }
  }

  private String text() {
    return received.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
