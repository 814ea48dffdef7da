package dev.remora.it.contract.endpoint;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * An address at which connecting neither succeeds nor fails: a listener that accepts nothing, its
 * queue filled up, so that the kernel drops further SYNs.
 */
public final class Blackhole implements AutoCloseable {
  private final ServerSocket listener;
  private final List<Socket> queue = new ArrayList<>();

  /** Opens one at {@code ip}, on any port. */
  public Blackhole(InetAddress ip) throws IOException {
    listener = new ServerSocket(0, 1, ip);
    for (int i = 0; i < 16; i++) {
      Socket socket = new Socket();
      queue.add(socket);
      try {
        socket.connect(listener.getLocalSocketAddress(), 200);
      } catch (SocketTimeoutException full) {
        return;
      }
    }
    throw new IOException("the queue of a listener that accepts nothing does not fill up");
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : queue) {
      socket.close();
    }
  }
}
