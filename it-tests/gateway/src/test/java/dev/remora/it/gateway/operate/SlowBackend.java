package dev.remora.it.gateway.operate;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An endpoint that takes as long as it is told: {@code /wait/MILLIS} until it answers, and {@code
 * /drip/MILLIS} from the first piece of the response to the last.
 */
final class SlowBackend implements AutoCloseable {
  private static final int PIECES = 20;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  SlowBackend() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", SlowBackend::answer);
    server.start();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String[] path = exchange.getRequestURI().getPath().split("/", -1);
    int millis = path.length > 2 ? Integer.parseInt(path[2]) : 0;
    exchange.getRequestBody().readAllBytes();
    try {
      if (path[1].equals("drip")) {
        exchange.sendResponseHeaders(200, 0);
        for (int i = 0; i < PIECES; i++) {
          Thread.sleep(millis / PIECES);
          exchange.getResponseBody().write(new byte[1000]);
          exchange.getResponseBody().flush();
        }
      } else {
        Thread.sleep(millis);
        exchange.sendResponseHeaders(200, 5);
        exchange.getResponseBody().write(new byte[5]);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.close();
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
