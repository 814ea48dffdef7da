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

/** A service of one endpoint that answers with a few bytes, and to {@code /slow} with many. */
final class Origin implements AutoCloseable {
  private static final byte[] BODY =
      "hello, world\n".repeat(20).getBytes(StandardCharsets.US_ASCII);

  /** More than the buffers of a connection hold. */
  private static final byte[] LARGE = new byte[2 << 20];

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
            byte[] body = exchange.getRequestURI().getPath().equals("/slow") ? LARGE : BODY;
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(200, head ? -1 : body.length);
            if (!head) {
              exchange.getResponseBody().write(body);
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
