package dev.remora.it.contract.endpoint;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** An address at which connecting is refused: a port that is taken, so that nobody else listens. */
public final class DeadPort implements AutoCloseable {
  private final Socket socket = new Socket();

  /** Takes a port of {@code ip}. */
  public DeadPort(InetAddress ip) throws IOException {
    socket.bind(new InetSocketAddress(ip, 0));
  }

  /** The address. */
  public InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
