package dev.remora.it.gateway.http2;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A service of one endpoint that reads what it gets and answers with a few bytes. */
final class Origin implements AutoCloseable {
  private static final byte[] BODY =
      "hello, world\n".repeat(20).getBytes(StandardCharsets.US_ASCII);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  Origin() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(200, head ? -1 : BODY.length);
            if (!head) {
              exchange.getResponseBody().write(BODY);
            }
          }
        });
    server.start();
  }

  /** Settings of a gateway whose every path is this service's. */
  String routed(Path folder) throws IOException {
    Path services = folder.resolve("services.yaml");
    Files.writeString(
        services, "endpoints: {shop: [127.0.0.1:" + server.getAddress().getPort() + "]}\n");
    return "registry: file:" + services + "\nroutes: [{name: all, match: {prefix: /}, to: shop}]\n";
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
