package dev.remora.core.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/** A server that answers as no real one can be made to: bytes by script, over plain sockets. */
public final class ScriptedServer implements AutoCloseable {
  /** Answers one request; returns whether the connection stays open. */
  public interface Script {
    /**
     * Writes whatever is to be written.
     *
     * @param request method and path of the request line
     */
    boolean answer(String request, OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket listener;
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> received = new CopyOnWriteArrayList<>();
  private volatile Script script;

  /** Listens on a free port of the loopback. */
  public ScriptedServer(Script script) {
    this(ServerSocketFactory.getDefault(), script);
  }

  /** Listens with sockets of that factory, TLS ones for instance. */
  public ScriptedServer(ServerSocketFactory sockets, Script script) {
    this.script = script;
    try {
      listener = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  /** Where it listens. */
  public int port() {
    return listener.getLocalPort();
  }

  /** The requests so far, each as method and path. */
  public List<String> requests() {
    return requests;
  }

  /** The same requests with their headers, an empty line and the body. */
  public List<String> received() {
    return received;
  }

  /** How many connections were made so far. */
  public int connections() {
    return connections.size();
  }

  /** Answers differently from now on. */
  public void script(Script next) {
    this.script = next;
  }

  /** A complete answer. */
  public static byte[] answer(int status, String headers, String body) {
    return ("HTTP/1.1 "
            + status
            + " Scripted\r\nContent-Length: "
            + body.getBytes(StandardCharsets.UTF_8).length
            + "\r\n"
            + headers
            + "\r\n"
            + body)
        .getBytes(StandardCharsets.UTF_8);
  }

  private void accept() {
    try {
      while (!listener.isClosed()) {
        Socket socket = listener.accept();
        connections.add(socket);
        daemon(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      while (true) {
        String first = in.readLine();
        if (first == null) {
          return;
        }
        StringBuilder all = new StringBuilder(first).append('\n');
        int length = 0;
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
          all.append(line).append('\n');
          if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
            length = Integer.parseInt(line.substring(15).trim());
          }
        }
        all.append('\n');
        for (int i = 0; i < length; i++) {
          all.append((char) in.read());
        }
        String request = first.substring(0, first.lastIndexOf(' '));
        received.add(all.toString());
        requests.add(request);
        OutputStream out = socket.getOutputStream();
        boolean open = script.answer(request, out);
        out.flush();
        if (!open) {
          return;
        }
      }
    } catch (IOException | InterruptedException e) {
      // The client went away, or the test is over.
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "scripted-server");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : connections) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
