package demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Prints as many free loopback ports as its argument says, a line each. */
public final class FreePorts {
  private FreePorts() {}

  /** Finds the ports; all are held until the last is found, so no two are the same. */
  public static void main(String[] arguments) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
      held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    }
    for (ServerSocket socket : held) {
      System.out.println(socket.getLocalPort());
      socket.close();
    }
  }
}
