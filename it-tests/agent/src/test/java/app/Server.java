package app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An application that serves HTTP at the port it is given and knows nothing of registries: it
 * answers with that port in a header, and does nothing when it is told to end. The answer is one
 * packet: it comes whole or not at all, as small ones of most servers do.
 *
 * <p>A line on its standard input changes what it does: {@code ok}, {@code fail} for status 500,
 * {@code drop} for closing the connection instead of an answer. It answers with how many requests
 * came since the last such line.
 */
public final class Server {
  /** Each tenth takes longer, so that there are always requests under way. */
  private static final int SERVICE_MILLIS = 10;

  private static final int LONG_SERVICE_MILLIS = 100;

  private static volatile String mode = "ok";
  private static final AtomicInteger REQUESTS = new AtomicInteger();

  private Server() {}

  /** Serves until its standard input ends. */
  public static void main(String[] arguments) throws IOException {
    String port = arguments[0];
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port)), 0);
    server.setExecutor(Executors.newFixedThreadPool(32));
    server.createContext("/", exchange -> answer(exchange, port));
    server.start();
    System.out.println("ready");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      mode = line;
      System.out.println(REQUESTS.getAndSet(0));
    }
    System.exit(0);
  }

  private static void answer(HttpExchange exchange, String port) throws IOException {
    String does = mode;
    boolean takesLong = REQUESTS.incrementAndGet() % 10 == 0;
    try {
      Thread.sleep(takesLong ? LONG_SERVICE_MILLIS : SERVICE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!does.equals("drop")) {
      exchange.getResponseHeaders().set("Endpoint", port);
      exchange.sendResponseHeaders(does.equals("fail") ? 500 : 200, -1);
    }
    exchange.close();
  }
}
