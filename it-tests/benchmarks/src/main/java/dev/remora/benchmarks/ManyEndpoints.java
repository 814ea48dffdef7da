package dev.remora.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Answers as a Consul does that has more endpoints than a real one takes in a minute: by its HTTP
 * API, with blocking queries that nothing ends.
 */
final class ManyEndpoints implements AutoCloseable {
  private static final int PIECE = 4_096;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final int services;
  private final int endpoints;

  ManyEndpoints(int services, int endpoints) throws IOException {
    this.services = services;
    this.endpoints = endpoints;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getQuery();
    if (query != null && query.contains("index=")) {
      try {
        Thread.sleep(600_000);
      } catch (InterruptedException e) {
        return;
      }
    }
    String path = exchange.getRequestURI().getPath();
    String body =
        path.startsWith("/v1/catalog/") ? catalog() : health(path.substring(path.indexOf('-') + 1));
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("X-Consul-Index", "7");
    exchange.sendResponseHeaders(200, bytes.length);
    // In pieces: the server keeps a buffer of twice the largest for each connection.
    for (int at = 0; at < bytes.length; at += PIECE) {
      exchange.getResponseBody().write(bytes, at, Math.min(PIECE, bytes.length - at));
    }
    exchange.close();
  }

  private String catalog() {
    StringBuilder json = new StringBuilder("{\"consul\":[]");
    for (int i = 0; i < services; i++) {
      json.append(",\"service-").append(i).append("\":[\"http\",\"v2\"]");
    }
    return json.append('}').toString();
  }

  private String health(String service) {
    StringBuilder json = new StringBuilder("[");
    for (int i = 0; i < endpoints; i++) {
      json.append(i == 0 ? "" : ",")
          .append(
              "{\"Node\":{\"Node\":\"n\",\"Address\":\"10.0.0.1\"},\"Service\":{\"Address\":\"10.")
          .append(service)
          .append('.')
          .append(i / 250)
          .append('.')
          .append(i % 250)
          .append("\",\"Port\":8080,\"Tags\":[\"http\",\"v2\"],")
          .append("\"Meta\":{\"version\":\"2.1.")
          .append(i % 5)
          .append("\",\"zone\":\"")
          .append((char) ('a' + i % 3))
          .append("\"},\"Weights\":{\"Passing\":10,\"Warning\":1}}}");
    }
    return json.append(']').toString();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
