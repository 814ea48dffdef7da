package dev.remora.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * An HTTP/1.1 endpoint that costs next to nothing: every request without a body gets the same
 * reply.
 */
final class TinyServer implements AutoCloseable {
  private static final byte[] REPLY =
      "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok"
          .getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket socket = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());

  TinyServer() throws IOException {
    start(this::accept);
  }

  /** For the programs that need an endpoint in a process of its own; prints its port. */
  public static void main(String[] arguments) throws Exception {
    try (TinyServer server = new TinyServer()) {
      System.out.println(server.port());
      // Lives as long as whoever started it holds its standard input open.
      while (System.in.read() >= 0) {}
    }
  }

  int port() {
    return socket.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = socket.accept();
        connection.setTcpNoDelay(true);
        start(() -> serve(connection));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private static void serve(Socket connection) {
    try (connection) {
      InputStream in = connection.getInputStream();
      OutputStream out = connection.getOutputStream();
      byte[] buffer = new byte[8192];
      int end = 0;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        for (int i = 0; i < n; i++) {
          // Counts through CR LF CR LF.
          end = buffer[i] == (end % 2 == 0 ? '\r' : '\n') ? end + 1 : buffer[i] == '\r' ? 1 : 0;
          if (end == 4) {
            out.write(REPLY);
            end = 0;
          }
        }
      }
    } catch (IOException e) {
      // The client has gone.
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
