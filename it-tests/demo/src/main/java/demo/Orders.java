package demo;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/**
 * A service: answers every request with the port it listens on, once it has asked what is in stock
 * if it is told to.
 */
public final class Orders {
  private Orders() {}

  /**
   * Serves on the loopback port given as the first argument, until killed; with a second one,
   * {@code stock}, it calls {@code http://inventory/v1/stock} for each request.
   */
  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(arguments[0]);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    byte[] body = ("items from :" + port).getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/v1/items",
        exchange -> {
          if (arguments.length > 1) {
            stock();
          }
          exchange.sendResponseHeaders(200, body.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    server.setExecutor(Executors.newFixedThreadPool(8));
    server.start();
  }

  private static void stock() throws IOException {
    URLConnection connection = new URL("http://inventory/v1/stock").openConnection();
    try (InputStream body = connection.getInputStream()) {
      while (body.read() >= 0) {
        // To its end, so that the connection is kept.
      }
    }
  }
}
