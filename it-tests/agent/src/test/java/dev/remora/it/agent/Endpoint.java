package dev.remora.it.agent;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** An HTTP endpoint that answers with the Host header it was asked with and its own name. */
final class Endpoint implements AutoCloseable {
  private final HttpServer server;
  private volatile String authorization;
  private volatile String skywalking;

  private Endpoint(HttpServer server) {
    this.server = server;
  }

  static Endpoint start(String name) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Endpoint endpoint = new Endpoint(server);
    server.createContext(
        "/",
        exchange -> {
          endpoint.authorization = exchange.getRequestHeaders().getFirst("Authorization");
          endpoint.skywalking = exchange.getRequestHeaders().getFirst("sw8");
          String trace = exchange.getRequestHeaders().getFirst("traceparent");
          byte[] body =
              (name
                      + " host="
                      + exchange.getRequestHeaders().getFirst("Host")
                      + (trace == null ? "" : " trace=" + trace))
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    server.start();
    return endpoint;
  }

  /** The header of that name in the last request, or null. */
  String authorization() {
    return authorization;
  }

  /** SkyWalking's header {@code sw8} of the last request, or null. */
  String skywalking() {
    return skywalking;
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** {@code 127.0.0.1:port}. */
  String address() {
    return "127.0.0.1:" + port();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
