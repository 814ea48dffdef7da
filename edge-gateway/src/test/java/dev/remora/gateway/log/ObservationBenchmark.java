package dev.remora.gateway.log;

import dev.remora.core.Mesh;
import dev.remora.core.log.Log;
import dev.remora.gateway.config.Section;
import dev.remora.gateway.exchange.Client;
import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.Problem;
import dev.remora.gateway.exchange.Route;
import dev.remora.gateway.exchange.Target;
import dev.remora.gateway.exchange.Upstream;
import dev.remora.gateway.metrics.LoopMetrics;
import dev.remora.gateway.metrics.Metrics;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * What a line of log and the counts of an exchange take of an event loop: nanoseconds of its CPU
 * time, and bytes. Of one exchange that really was, whose end is told again and again.
 */
public final class ObservationBenchmark {
  private static final int ROUNDS = 12;
  private static final int TIMES = 200_000;

  private final AccessLog accessLog = new AccessLog("gateway", new Log(Log.Level.INFO, System.err));
  private final LoopLog log = accessLog.loop();
  private final LoopMetrics metrics = new Metrics((Mesh) null, accessLog).loop();
  private final CountDownLatch done = new CountDownLatch(1);

  private ObservationBenchmark() {
    accessLog.configure(
        new AccessLogConfig(
            "/dev/null",
            Rotation.read(new Section(null, "", null)),
            1,
            java.time.Duration.ofSeconds(1),
            List.of(),
            List.of(),
            List.of(),
            List.of()));
  }

  /** Measures, and prints the rounds. */
  public static void main(String[] arguments) throws Exception {
    ObservationBenchmark benchmark = new ObservationBenchmark();
    Vertx vertx = Vertx.vertx();
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(benchmark::serve)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get();
    HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(
                    URI.create(
                        "http://127.0.0.1:" + server.actualPort() + "/orders/v1/items?page=2"))
                .header("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Firefox/128.0")
                .build(),
            HttpResponse.BodyHandlers.discarding());
    benchmark.done.await();
    benchmark.accessLog.close();
    vertx.close().toCompletionStage().toCompletableFuture().get();
  }

  private void serve(HttpServerRequest request) {
    Exchange exchange =
        new Exchange(
            request,
            new Client("127.0.0.1", 50_000, "http"),
            "127.0.0.1",
            Target.parse(request.uri()));
    exchange.begin(
        new Route("orders", List.of(), List.of(new Route.Backend("orders", 1))),
        () -> request.response().putHeader("content-type", "application/json").end("{}"),
        () -> {},
        (Problem) null);
    exchange.upstream(new Upstream("orders", "127.0.0.1:9001", 1, 200, 350_000));
    exchange.trace("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", false);
    for (int round = 0; round < ROUNDS; round++) {
      measure("log    ", () -> log.ended(exchange));
      measure("metrics", () -> metrics.ended(exchange));
    }
    done.countDown();
  }

  private static void measure(String what, Runnable step) {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long bytes = threads.getCurrentThreadAllocatedBytes();
    long nanos = threads.getCurrentThreadCpuTime();
    for (int i = 0; i < TIMES; i++) {
      step.run();
    }
    nanos = threads.getCurrentThreadCpuTime() - nanos;
    bytes = threads.getCurrentThreadAllocatedBytes() - bytes;
    System.out.println(what + " " + nanos / TIMES + " ns, " + bytes / TIMES + " bytes");
  }
}
