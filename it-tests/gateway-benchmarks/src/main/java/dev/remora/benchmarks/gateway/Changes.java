package dev.remora.benchmarks.gateway;

import static java.util.stream.Collectors.joining;

import dev.remora.benchmarks.Consul;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

/**
 * A thousand changes under load: routes come and go by edits of the file that are told to the admin
 * API, and an endpoint moves in a real Consul. How long until a change is live, from when it was
 * told, and what the clients get meanwhile.
 */
final class Changes {
  private static final int EACH = Integer.getInteger("changes", 500);
  private static final double BOUND_MILLIS = 100;
  private static final int PORT = 9805;

  /**
   * Of one service whose news come thick Consul is asked once a second: each has its turn later.
   */
  private static final int SERVICES = 50;

  private static final long PAUSE_MILLIS = 20;

  private static final int ONE = 9801;
  private static final int OTHER = 9811;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Path folder;

  private Changes(Path folder) {
    this.folder = folder;
  }

  /** Measures; the process ends with 1 if a bound is missed. */
  public static void main(String[] args) throws Exception {
    System.exit(new Changes(Files.createTempDirectory("gateway-changes")).isMet() ? 0 : 1);
  }

  private boolean isMet() throws Exception {
    Peers peers = new Peers(folder);
    try (Program one = peers.origin(ONE);
        Program two = peers.origin(OTHER);
        Consul consul = Consul.start()) {
      consul.register("orders", ONE);
      for (int i = 0; i < SERVICES; i++) {
        consul.move("moving-" + i, "moving-" + i, OTHER);
      }
      try (Program remora =
          peers.remora(
              "Remora",
              PORT,
              "consul://127.0.0.1:" + consul.port(),
              settings(0),
              List.of("-Xmx128m"),
              Map.of(),
              null)) {
        Wrk.run(remora.url(), 16, 3, List.of());
        CompletableFuture<Wrk.Result> load = load(remora, 2 + EACH / 10);
        double[] routes = routes();
        double[] endpoints = endpoints(consul);
        Wrk.Result result = load.join();
        boolean met =
            result.failed() == 0
                && quantile(routes, 0.99) <= BOUND_MILLIS
                && quantile(endpoints, 0.99) <= BOUND_MILLIS;
        System.out.printf(
            "%n%d changes of routes and as many of endpoints under %.0f requests per second%n"
                + "  route live after p50 %.1f ms, p99 %.1f ms; endpoint p50 %.1f ms, p99 %.1f ms%n"
                + "%s %d of %d not answered with 2xx (0), p99 (<= %.0f ms)%n",
            EACH,
            result.perSecond(),
            quantile(routes, 0.5),
            quantile(routes, 0.99),
            quantile(endpoints, 0.5),
            quantile(endpoints, 0.99),
            met ? "ok  " : "MISS",
            result.failed(),
            result.requests(),
            BOUND_MILLIS);
        return met;
      }
    }
  }

  private static CompletableFuture<Wrk.Result> load(Program remora, int seconds) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return Wrk.run(remora.url(), 16, seconds, List.of());
          } catch (IOException | InterruptedException e) {
            throw new CompletionException(e);
          }
        });
  }

  private String settings(int change) {
    String moving =
        IntStream.range(0, SERVICES).mapToObj(i -> "moving-" + i).collect(joining(", "));
    return "event-loops: 1\nexpose: [orders, "
        + moving
        + "]\nroutes: [{name: changing, match: {prefix: /change-"
        + change
        + "}, strip-prefix: /change-"
        + change
        + ", to: orders}]";
  }

  private double[] routes() throws IOException, InterruptedException {
    Path file = folder.resolve("gateway-" + PORT + ".yaml");
    String before = Files.readString(file);
    double[] millis = new double[EACH];
    for (int i = 1; i <= EACH; i++) {
      Files.writeString(file, before.replace(settings(0), settings(i)));
      long start = System.nanoTime();
      int status = send("POST", "http://127.0.0.1:" + (PORT + 100) + "/reload").statusCode();
      if (status != 200) {
        throw new IOException("the reload was answered with " + status);
      }
      while (send("GET", "http://127.0.0.1:" + PORT + "/change-" + i + "/x").statusCode() != 200) {
        Thread.sleep(1);
      }
      millis[i - 1] = (System.nanoTime() - start) / 1e6;
    }
    return millis;
  }

  private double[] endpoints(Consul consul) throws IOException, InterruptedException {
    double[] millis = new double[EACH];
    for (int i = 0; i < EACH; i++) {
      String service = "moving-" + i % SERVICES;
      int port = i / SERVICES % 2 == 0 ? ONE : OTHER;
      Thread.sleep(PAUSE_MILLIS);
      long start = System.nanoTime();
      consul.move(service, service, port);
      while (!isAt(service, port)) {
        Thread.sleep(1);
      }
      millis[i] = (System.nanoTime() - start) / 1e6;
    }
    return millis;
  }

  /** Whether the gateway knows the service's endpoint there. */
  private boolean isAt(String service, int port) throws IOException, InterruptedException {
    return send("GET", "http://127.0.0.1:" + (PORT + 100) + "/services?service=" + service)
        .body()
        .contains("\"port\": " + port);
  }

  private HttpResponse<String> send(String method, String url)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(url))
            .header("authorization", "Bearer " + Peers.ADMIN_TOKEN)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static double quantile(double[] millis, double share) {
    double[] sorted = millis.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.ceil(sorted.length * share) - 1];
  }
}
