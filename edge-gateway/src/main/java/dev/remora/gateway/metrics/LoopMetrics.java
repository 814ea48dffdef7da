package dev.remora.gateway.metrics;

import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.Problem;
import dev.remora.gateway.exchange.Upstream;
import java.util.Objects;

/** What one event loop counts. One thread counts, any may read. */
public final class LoopMetrics {
  /** As many series as the core has of each of its histograms. */
  private static final int MOST_SERIES = 2000;

  private static final int MOST_NAMES = 1000;

  final Counter connected = new Counter();
  final Counter disconnected = new Counter();

  private static final int ERROR = 500;

  private final SeriesGroup.Budget requestBudget = new SeriesGroup.Budget(MOST_SERIES);
  private final SeriesGroup.Budget callBudget = new SeriesGroup.Budget(MOST_SERIES);

  final Grown<RouteMetrics> routes =
      new Grown<>(MOST_NAMES, route -> new RouteMetrics(new SeriesGroup(requestBudget)));
  final Grown<ServiceMetrics> services =
      new Grown<>(MOST_NAMES, service -> new ServiceMetrics(new SeriesGroup(callBudget)));
  final Counter began = new Counter();
  final Counter ended = new Counter();
  final Histogram lag = new Histogram();

  LoopMetrics() {}

  /** A client has connected. */
  public void connected() {
    connected.add(1);
  }

  /** A client's connection was closed. */
  public void disconnected() {
    disconnected.add(1);
  }

  /** A request's head was read. */
  public void began() {
    began.add(1);
  }

  /** An exchange is over. */
  public void ended(Exchange exchange) {
    ended.add(1);
    long now = System.nanoTime();
    long nanos = Math.max(0, now - exchange.started());
    String method = Methods.known(exchange.method());
    RouteMetrics route = routes.of(exchange.route().name());
    route.pattern(exchange.route().pattern());
    int status = exchange.response().headWritten() ? exchange.status() : 0;
    String error = error(exchange, status);
    route
        .durations
        .of(method, exchange.client().scheme(), version(exchange), status, error)
        .record(nanos, exchange);
    route.received.add(exchange.received());
    route.sent.add(exchange.sent());
    route.live.record(now, nanos, isError(status, error));
    Problem problem = exchange.problem();
    if (problem != null) {
      route.problems.of(problem.code()).add(1);
    }
    Upstream upstream = exchange.upstream();
    if (upstream.service() != null) {
      called(exchange, upstream, method, now);
    }
  }

  private void called(Exchange exchange, Upstream upstream, String method, long now) {
    ServiceMetrics service = services.of(upstream.service());
    String error =
        upstream.status() >= ERROR
            ? Integer.toString(upstream.status())
            : upstream.status() == 0 ? error(exchange, 0) : null;
    service
        .durations
        .of(method, "http", "1.1", upstream.status(), error)
        .record(upstream.nanos(), exchange);
    if (upstream.attempts() > 1) {
      service.retries.add(upstream.attempts() - 1L);
    }
    service.live.record(now, upstream.nanos(), error != null);
  }

  /** The event loop did something {@code nanos} later than it should have. */
  public void late(long nanos) {
    lag.record(Math.max(0, nanos));
  }

  private static boolean isError(int status, String error) {
    return status >= ERROR || (status == 0 && error != null);
  }

  /** {@code error.type}: as the gateway calls it, or the status, or that it was cut off. */
  private static String error(Exchange exchange, int status) {
    if (exchange.problem() != null) {
      return exchange.problem().code();
    }
    if (status >= ERROR) {
      return Integer.toString(status);
    }
    if (exchange.failure() != null) {
      return "cut";
    }
    return exchange.response().ended() ? null : "client-gone";
  }

  private static String version(Exchange exchange) {
    return switch (exchange.request().version()) {
      case HTTP_1_0 -> "1.0";
      case HTTP_1_1 -> "1.1";
      default -> "2";
    };
  }

  /** Of one route. */
  static final class RouteMetrics {
    final SeriesGroup durations;
    final Counter received = new Counter();
    final Counter sent = new Counter();
    final Grown<Counter> problems = new Grown<>(100, code -> new Counter());
    final Live live = new Live();

    /** The paths that it takes; null: it is none. */
    private volatile String pattern;

    RouteMetrics(SeriesGroup durations) {
      this.durations = durations;
    }

    private void pattern(String next) {
      if (!Objects.equals(pattern, next)) {
        pattern = next;
      }
    }

    String pattern() {
      return pattern;
    }
  }

  /** Of one service. */
  static final class ServiceMetrics {
    final SeriesGroup durations;
    final Counter retries = new Counter();
    final Live live = new Live();

    ServiceMetrics(SeriesGroup durations) {
      this.durations = durations;
    }
  }
}
