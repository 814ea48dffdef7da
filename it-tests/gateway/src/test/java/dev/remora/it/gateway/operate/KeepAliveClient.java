package dev.remora.it.gateway.operate;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A client of HTTP/1.1 that uses its connection for one request after the other for as long as the
 * server lets it, and never tries again: whatever goes wrong is seen.
 */
final class KeepAliveClient implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;
  private boolean closing;

  KeepAliveClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(30_000);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** The status and the body's length of the response to {@code GET}. */
  int get(String path) throws IOException {
    socket
        .getOutputStream()
        .write(
            ("GET " + path + " HTTP/1.1\r\nHost: shop.example\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    String first = line();
    if (!first.startsWith("HTTP/1.1 ")) {
      throw new IOException("no response but '" + first + "'");
    }
    int length = -1;
    boolean chunked = false;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String header = line.toLowerCase(Locale.ROOT);
      closing |= header.equals("connection: close");
      chunked |= header.equals("transfer-encoding: chunked");
      if (header.startsWith("content-length: ")) {
        length = Integer.parseInt(header.substring(16));
      }
    }
    if (chunked) {
      chunks();
    } else if (in.readNBytes(length).length != length) {
      throw new IOException("the body was cut off");
    }
    return Integer.parseInt(first.substring(9, 12));
  }

  private void chunks() throws IOException {
    for (int size = size(); ; size = size()) {
      if (in.readNBytes(size + 2).length != size + 2) {
        throw new IOException("a chunk was cut off");
      }
      if (size == 0) {
        return;
      }
    }
  }

  private int size() throws IOException {
    return Integer.parseInt(line(), 16);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the connection was closed without a response");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  /** Whether the server wants no more requests on this connection. */
  boolean isClosing() {
    return closing;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
