package dev.remora.gateway.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An origin that keeps every byte it gets and answers each request with the bytes it was told to,
 * however wrong they are. Knows no HTTP beyond where a head and a body of a given length end.
 */
public final class ScriptedOrigin implements AutoCloseable {
  /** What becomes of a connection. */
  public interface Script {
    /** Serves one connection; it is closed when this returns. */
    void serve(InputStream in, OutputStream out, ScriptedOrigin origin) throws IOException;
  }

  private final ServerSocket listening;
  private final Script script;
  private final List<ByteArrayOutputStream> connections = new CopyOnWriteArrayList<>();
  private final ByteArrayOutputStream arrived = new ByteArrayOutputStream();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /** An origin with a script of its own. */
  public ScriptedOrigin(Script script) {
    this.script = script;
    try {
      listening = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread(this::accept);
  }

  /** Answers each request, whose body was read, with {@code response}; ISO 8859-1. */
  public static ScriptedOrigin answering(String response) {
    return new ScriptedOrigin(
        (in, out, origin) -> {
          while (origin.readRequest(in) != null) {
            out.write(response.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
          }
        });
  }

  /** Answers the first request of a connection with {@code response} and closes it. */
  public static ScriptedOrigin answeringOnce(String response) {
    return new ScriptedOrigin(
        (in, out, origin) -> {
          if (origin.readRequest(in) != null) {
            out.write(response.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
          }
        });
  }

  private static void thread(Runnable task) {
    Thread thread = new Thread(task, "scripted-origin");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        open.add(socket);
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        connections.add(seen);
        thread(() -> serve(socket, seen));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket, ByteArrayOutputStream seen) {
    try (socket) {
      InputStream in = new Recording(socket.getInputStream(), seen, arrived);
      script.serve(in, socket.getOutputStream(), this);
    } catch (IOException e) {
      // The gateway closed it.
    } finally {
      open.remove(socket);
    }
  }

  /**
   * Reads a request: its head, and the body that its Content-Length or its chunks tell of.
   *
   * @return the head; null: the connection ended before one was complete
   */
  public String readRequest(InputStream in) throws IOException {
    String head = head(in);
    if (head == null) {
      return null;
    }
    String lower = head.toLowerCase(java.util.Locale.ROOT);
    if (lower.contains("\r\ntransfer-encoding: chunked")) {
      while (true) {
        String size = line(in);
        if (size == null) {
          return null;
        }
        int length = Integer.parseInt(size.trim(), 16);
        if (in.readNBytes(length).length < length) {
          return null;
        }
        if (length == 0) {
          for (String trailer = line(in); trailer != null && !trailer.isEmpty(); ) {
            trailer = line(in);
          }
          return head;
        }
        line(in);
      }
    }
    int at = lower.indexOf("\r\ncontent-length: ");
    if (at >= 0) {
      int from = at + "\r\ncontent-length: ".length();
      int length = Integer.parseInt(head.substring(from, head.indexOf("\r\n", from)).trim());
      if (in.readNBytes(length).length < length) {
        return null;
      }
    }
    return head;
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
      int octet = in.read();
      if (octet < 0) {
        return null;
      }
      head.append((char) octet);
    }
    return head.toString();
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int octet = in.read();
      if (octet < 0) {
        return null;
      }
      if (octet == '\n') {
        return line.toString().replace("\r", "");
      }
      line.append((char) octet);
    }
  }

  /** The port on 127.0.0.1. */
  public int port() {
    return listening.getLocalPort();
  }

  /** All bytes that came so far, connection after connection, as ISO 8859-1. */
  public String seen() {
    StringBuilder all = new StringBuilder();
    for (ByteArrayOutputStream connection : connections) {
      synchronized (connection) {
        all.append(connection.toString(StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }

  /** How many bytes came so far. */
  public int mark() {
    synchronized (arrived) {
      return arrived.size();
    }
  }

  /** The bytes that came after {@link #mark} was {@code mark}, in that order, as ISO 8859-1. */
  public String since(int mark) {
    synchronized (arrived) {
      return arrived.toString(StandardCharsets.ISO_8859_1).substring(mark);
    }
  }

  /** How many connections were made so far. */
  public int connections() {
    return connections.size();
  }

  /** All bytes that came so far on each connection, as ISO 8859-1. */
  public List<String> seenByConnection() {
    List<String> all = new ArrayList<>();
    for (ByteArrayOutputStream connection : connections) {
      synchronized (connection) {
        all.add(connection.toString(StandardCharsets.ISO_8859_1));
      }
    }
    return all;
  }

  /** How many connections are open now. */
  public int open() {
    return open.size();
  }

  /** Cuts all connections by a TCP reset. */
  public void reset() throws IOException {
    for (Socket socket : open) {
      socket.setSoLinger(true, 0);
      socket.close();
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Recording extends InputStream {
    private final InputStream in;
    private final ByteArrayOutputStream seen;
    private final ByteArrayOutputStream arrived;

    Recording(InputStream in, ByteArrayOutputStream seen, ByteArrayOutputStream arrived) {
      this.in = in;
      this.seen = seen;
      this.arrived = arrived;
    }

    @Override
    public int read() throws IOException {
      int octet = in.read();
      if (octet >= 0) {
        synchronized (seen) {
          seen.write(octet);
        }
        synchronized (arrived) {
          arrived.write(octet);
        }
      }
      return octet;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      int count = in.read(to, offset, length);
      if (count > 0) {
        synchronized (seen) {
          seen.write(to, offset, count);
        }
        synchronized (arrived) {
          arrived.write(to, offset, count);
        }
      }
      return count;
    }
  }
}
