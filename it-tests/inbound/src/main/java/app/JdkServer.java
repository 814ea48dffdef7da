package app;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/** The JDK's own server, with a filter. */
public final class JdkServer implements Main.Container {
  @Override
  public int start() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setExecutor(Executors.newFixedThreadPool(4));
    server
        .createContext("/", JdkServer::handle)
        .getFilters()
        .add(
            new Filter() {
              @Override
              public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
                chain.doFilter(exchange);
              }

              @Override
              public String description() {
                return "passes";
              }
            });
    server.createContext("/work", JdkServer::handle);
    server.start();
    return server.getAddress().getPort();
  }

  private static void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.equals("/async")) {
      Work.inPool(() -> answerQuietly(exchange));
    } else if (path.equals("/call")) {
      answer(exchange, Work::calls);
    } else if (path.equals("/throw")) {
      throw new IllegalStateException("thrown by the application");
    } else if (path.equals("/error")) {
      exchange.sendResponseHeaders(503, -1);
      exchange.close();
    } else if (path.equals("/missing")) {
      exchange.sendResponseHeaders(404, -1);
      exchange.close();
    } else {
      boolean everywhere = path.startsWith("/unserved") || path.equals("/work");
      answer(exchange, everywhere ? Work::everywhere : JdkServer::here);
    }
  }

  private static void answerQuietly(HttpExchange exchange) {
    try {
      Thread.sleep(20);
      answer(exchange, JdkServer::here);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String here() {
    return "thread=" + Work.here() + "\n";
  }

  private static void answer(HttpExchange exchange, Callable<String> text) throws IOException {
    try {
      byte[] body = text.call().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    } finally {
      exchange.close();
    }
  }
}
