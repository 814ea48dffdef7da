package dev.remora.it.contract.endpoint;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;

/**
 * An HTTP/1.1 endpoint on plain sockets that records each request byte for byte. It speaks plain
 * HTTP and TLS on the same port, and is a forward proxy to whoever takes it for one: it answers
 * itself what it is asked to pass on.
 */
public final class Http1Server implements AutoCloseable {
  private final String server;
  private final String endpoint;
  private final SSLContext tls;
  private final Recorder recorder;
  private final ServerSocket socket = new ServerSocket();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /**
   * Starts an endpoint.
   *
   * @param server what it stands for, as in {@link Origin#server()}
   * @param endpoint its letter, as in {@link Origin#endpoint()}
   * @param address where it listens; port 0 is any
   */
  public Http1Server(
      String server, String endpoint, InetSocketAddress address, SSLContext tls, Recorder recorder)
      throws IOException {
    this.server = server;
    this.endpoint = endpoint;
    this.tls = tls;
    this.recorder = recorder;
    socket.bind(address, 256);
    daemon("accept", this::accept);
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket connection : open) {
      connection.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = socket.accept();
        open.add(connection);
        daemon("connection", () -> serve(connection));
      }
    } catch (IOException e) {
      // Closed: the endpoint has ended.
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      connection.setTcpNoDelay(true);
      new Http1Connection(server, endpoint, tls, recorder).serve(connection);
    } catch (IOException | InterruptedException e) {
      // The peer went away, as some cases mean it to.
    } finally {
      open.remove(connection);
    }
  }

  private void daemon(String role, Runnable work) {
    Thread thread = new Thread(work, server + "/" + endpoint + " " + role);
    thread.setDaemon(true);
    thread.start();
  }
}
