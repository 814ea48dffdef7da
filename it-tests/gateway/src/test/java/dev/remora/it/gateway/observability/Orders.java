package dev.remora.it.gateway.observability;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;

/**
 * A service {@code orders} of one endpoint: {@code /503} is answered with 503, all else with 200.
 */
final class Orders implements AutoCloseable {
  private final HttpServer server;

  Orders() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext(
        "/",
        exchange -> {
          String last = exchange.getRequestURI().getPath().replaceAll(".*/", "");
          byte[] body = "hello".getBytes(StandardCharsets.US_ASCII);
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().add("content-type", "text/plain");
          exchange.sendResponseHeaders(
              last.matches("[2-5][0-9]{2}") ? Integer.parseInt(last) : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  /** Settings of a gateway that exposes it. */
  String exposed() throws IOException {
    Path services = Files.createTempFile("services", ".yaml");
    Files.writeString(services, "endpoints: {orders: ['127.0.0.1:" + port() + "']}\n");
    return "registry: file:" + services + "\nexpose: [orders]\n";
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
