package dev.remora.it.contract.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** An endpoint that does the same to every request, and remembers the heads of all. */
final class ScriptedEndpoint implements AutoCloseable {
  /** What it does. */
  enum Script {
    OK,
    UNAVAILABLE,
    BROKEN,
    RESET,
    SLOW,
    LATE
  }

  private static final int SLOW_MS = 2_000;
  private static final int LATE_MS = 600;

  private final ServerSocket listener;
  private final Script script;
  private final List<String> heads = new CopyOnWriteArrayList<>();

  ScriptedEndpoint(Script script) throws IOException {
    this.script = script;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  /** The heads of the requests received so far. */
  List<String> heads() {
    return heads;
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        daemon(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      String head;
      while ((head = head(socket.getInputStream())) != null) {
        heads.add(head);
        if (script == Script.RESET) {
          socket.setSoLinger(true, 0);
          return;
        }
        if (script == Script.SLOW || script == Script.LATE) {
          Thread.sleep(script == Script.SLOW ? SLOW_MS : LATE_MS);
        }
        socket.getOutputStream().write(answer().getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException | InterruptedException e) {
      // The client has closed.
    }
  }

  private String answer() {
    return switch (script) {
      case UNAVAILABLE -> "HTTP/1.1 503 No\r\nX-Why: upkeep\r\nContent-Length: 4\r\n\r\ndown";
      case BROKEN -> "HTTP/1.1 502 No\r\nContent-Length: 4\r\n\r\ndown";
      default -> "HTTP/1.1 200 Yes\r\nContent-Length: 2\r\n\r\nok";
    };
  }

  /** Head and, framed by its length or in one chunk, body; null at the end. */
  private static String head(InputStream in) throws IOException {
    String head = until(in, "\r\n\r\n");
    if (head != null && head.toLowerCase(Locale.ROOT).contains("content-length:")) {
      String length = head.replaceAll("(?is).*content-length: (\\d+).*", "$1");
      in.readNBytes(Integer.parseInt(length));
    } else if (head != null && head.contains("chunked")) {
      until(in, "0\r\n\r\n");
    }
    return head;
  }

  private static String until(InputStream in, String end) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf(end) < 0) {
      int next = in.read();
      if (next < 0) {
        return null;
      }
      text.append((char) next);
    }
    return text.toString();
  }

  private static void daemon(Runnable run) {
    Thread thread = new Thread(run, "scripted endpoint");
    thread.setDaemon(true);
    thread.start();
  }
}
