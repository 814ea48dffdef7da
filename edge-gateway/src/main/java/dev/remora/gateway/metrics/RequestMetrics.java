package dev.remora.gateway.metrics;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Adds up what event loops have counted of requests, and writes it. */
final class RequestMetrics {
  private RequestMetrics() {}

  static void write(List<LoopMetrics> loops, Exposition to) {
    to.histogram("http_server_request_duration_seconds", "Duration of HTTP requests.");
    durations(
        loops,
        loop -> loop.routes.all(),
        route -> route.durations,
        (name, route) -> Labels.of("http_route", route.pattern(), "remora_route", name),
        to);
    to.histogram(
        "http_client_request_duration_seconds",
        "Duration of calls to services, to the head of the response.");
    durations(
        loops,
        loop -> loop.services.all(),
        each -> each.durations,
        (name, service) -> Labels.of("server_address", name),
        to);
    to.gauge("http_server_active_requests", "Requests under way.");
    long active = loops.stream().mapToLong(loop -> loop.began.value() - loop.ended.value()).sum();
    to.value(Labels.NONE, Math.max(0, active));
    to.counter("remora_gateway_connections", "Connections of clients.");
    long connected = loops.stream().mapToLong(loop -> loop.connected.value()).sum();
    to.total(Labels.NONE, connected);
    to.gauge("remora_gateway_open_connections", "Connections of clients that are open.");
    to.value(
        Labels.NONE, connected - loops.stream().mapToLong(loop -> loop.disconnected.value()).sum());
    to.counter("remora_gateway_received_bytes", "Bytes of the bodies of requests.");
    totals(routes(loops, route -> route.received.value()), "remora_route", to);
    to.counter("remora_gateway_sent_bytes", "Bytes of the bodies of responses.");
    totals(routes(loops, route -> route.sent.value()), "remora_route", to);
    problems(loops, to);
    to.counter("remora_gateway_retries", "Attempts after the first of a call.");
    Map<String, Long> retries = new TreeMap<>();
    for (LoopMetrics loop : loops) {
      loop.services.all().forEach((name, s) -> retries.merge(name, s.retries.value(), Long::sum));
    }
    totals(retries, "server_address", to);
    to.histogram(
        "remora_gateway_event_loop_lag_seconds", "How late event loops do what is to be done.");
    Histogram.Sum lag = new Histogram.Sum();
    loops.forEach(loop -> loop.lag.addTo(lag));
    to.durations(Labels.NONE, lag);
  }

  private static void problems(List<LoopMetrics> loops, Exposition to) {
    to.counter("remora_gateway_problems", "Requests that the gateway answered with a problem.");
    Map<String, Map<String, Long>> all = new TreeMap<>();
    for (LoopMetrics loop : loops) {
      loop.routes
          .all()
          .forEach(
              (route, metrics) ->
                  metrics
                      .problems
                      .all()
                      .forEach(
                          (code, counter) ->
                              all.computeIfAbsent(route, absent -> new TreeMap<>())
                                  .merge(code, counter.value(), Long::sum)));
    }
    all.forEach(
        (route, codes) ->
            codes.forEach(
                (code, count) ->
                    to.total(Labels.of("remora_route", route, "remora_problem", code), count)));
  }

  private static Map<String, Long> routes(
      List<LoopMetrics> loops, Function<LoopMetrics.RouteMetrics, Long> of) {
    Map<String, Long> sums = new TreeMap<>();
    for (LoopMetrics loop : loops) {
      loop.routes.all().forEach((name, route) -> sums.merge(name, of.apply(route), Long::sum));
    }
    return sums;
  }

  private static void totals(Map<String, Long> sums, String label, Exposition to) {
    sums.forEach((name, sum) -> to.total(Labels.of(label, name), sum));
  }

  private static <T> void durations(
      List<LoopMetrics> loops,
      Function<LoopMetrics, Map<String, T>> of,
      Function<T, SeriesGroup> group,
      BiFunction<String, T, Labels> labels,
      Exposition to) {
    Map<String, Map<Series.Key, Histogram.Sum>> all = new TreeMap<>();
    Map<String, Labels> named = new HashMap<>();
    for (LoopMetrics loop : loops) {
      of.apply(loop)
          .forEach(
              (name, each) -> {
                named.put(name, labels.apply(name, each));
                for (Series series : group.apply(each).all()) {
                  series
                      .histogram()
                      .addTo(
                          all.computeIfAbsent(name, absent -> new LinkedHashMap<>())
                              .computeIfAbsent(series.key(), absent -> new Histogram.Sum()));
                }
              });
    }
    all.forEach(
        (name, series) ->
            series.forEach((key, sum) -> to.durations(labels(named.get(name), key), sum)));
  }

  private static Labels labels(Labels named, Series.Key key) {
    if (key.equals(Series.Key.OVERFLOW)) {
      return named.and("otel_metric_overflow", "true");
    }
    return named
        .and("http_request_method", key.method())
        .and("url_scheme", key.scheme())
        .and("network_protocol_version", key.version())
        .and("http_response_status_code", key.status() > 0 ? Integer.toString(key.status()) : null)
        .and("error_type", key.error());
  }
}
