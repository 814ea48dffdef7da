package dev.remora.it.contract.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A WebSocket endpoint (RFC 6455) whose only message is the Host it was asked by. */
final class ChatServer implements AutoCloseable {
  /** RFC 6455, section 1.3. */
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final ServerSocket socket;

  ChatServer(InetAddress ip) throws IOException {
    socket = new ServerSocket(0, 16, ip);
    Thread thread = new Thread(this::accept, "chat");
    thread.setDaemon(true);
    thread.start();
  }

  InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try (Socket connection = socket.accept()) {
        greet(connection);
        // Until the client goes away.
        while (connection.getInputStream().read() >= 0) {}
      } catch (IOException | GeneralSecurityException e) {
        // This connection, or the test, has ended.
      }
    }
  }

  private static void greet(Socket connection) throws IOException, GeneralSecurityException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(connection.getInputStream(), ISO_8859_1));
    Map<String, String> fields = new TreeMap<>();
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
      }
    }
    byte[] accept =
        MessageDigest.getInstance("SHA-1")
            .digest((fields.get("sec-websocket-key") + GUID).getBytes(ISO_8859_1));
    byte[] message = fields.get("host").getBytes(ISO_8859_1);
    OutputStream out = connection.getOutputStream();
    out.write(
        ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: "
                + Base64.getEncoder().encodeToString(accept)
                + "\r\n\r\n")
            .getBytes(ISO_8859_1));
    // The final frame of a text message, unmasked.
    out.write(0x81);
    out.write(message.length);
    out.write(message);
    out.flush();
  }
}
