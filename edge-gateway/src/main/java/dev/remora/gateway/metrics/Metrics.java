package dev.remora.gateway.metrics;

import dev.remora.core.Mesh;
import dev.remora.gateway.log.AccessLog;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/** All that a gateway counts. Thread-safe: to be asked on any thread but an event loop. */
public final class Metrics {
  /** The media type of {@link #scrape}. */
  public static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  /** The media type of {@link #scrapeOpenMetrics}. */
  public static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private final List<LoopMetrics> loops = new CopyOnWriteArrayList<>();
  private final List<Consumer<Exposition>> others;

  /** Counts nothing yet. */
  public Metrics(Mesh mesh, AccessLog log) {
    others = List.of(new MeshMetrics(mesh), new LogMetrics(log), new ProcessMetrics());
  }

  /** What another event loop counts by. */
  public LoopMetrics loop() {
    LoopMetrics loop = new LoopMetrics();
    loops.add(loop);
    return loop;
  }

  /** How many requests have come. */
  public long begun() {
    return loops.stream().mapToLong(loop -> loop.began.value()).sum();
  }

  /** How many requests are under way. */
  public long active() {
    return loops.stream().mapToLong(loop -> loop.began.value() - loop.ended.value()).sum();
  }

  /** All of it in Prometheus' text format 0.0.4, {@link #TEXT}. */
  public String scrape() {
    return write(new Exposition(false));
  }

  /** All of it as OpenMetrics with exemplars, {@link #OPEN_METRICS}. */
  public String scrapeOpenMetrics() {
    return write(new Exposition(true));
  }

  private String write(Exposition to) {
    RequestMetrics.write(loops, to);
    for (Consumer<Exposition> other : others) {
      other.accept(to);
    }
    return to.end();
  }

  /** What happened in the last minute. */
  public LiveSnapshot live() {
    long second = Live.second(System.nanoTime());
    Map<String, LiveSum[]> routes = minute(second, loop -> live(loop.routes, r -> r.live));
    Map<String, LiveSum[]> services = minute(second, loop -> live(loop.services, s -> s.live));
    LiveSum[] all = seconds();
    for (LiveSum[] route : routes.values()) {
      for (int i = 0; i < all.length; i++) {
        all[i].add(route[i]);
      }
    }
    return new LiveSnapshot(
        System.currentTimeMillis(), LiveSnapshot.Row.of("", all), rows(routes), rows(services));
  }

  private static List<LiveSnapshot.Row> rows(Map<String, LiveSum[]> sums) {
    return sums.entrySet().stream()
        .map(each -> LiveSnapshot.Row.of(each.getKey(), each.getValue()))
        .toList();
  }

  private static <T> Map<String, Live> live(Grown<T> grown, Function<T, Live> of) {
    Map<String, Live> live = new TreeMap<>();
    grown.all().forEach((name, each) -> live.put(name, of.apply(each)));
    return live;
  }

  private Map<String, LiveSum[]> minute(long now, Function<LoopMetrics, Map<String, Live>> of) {
    Map<String, LiveSum[]> sums = new TreeMap<>();
    for (LoopMetrics loop : loops) {
      of.apply(loop)
          .forEach(
              (name, live) -> {
                LiveSum[] sum = sums.computeIfAbsent(name, absent -> seconds());
                for (int i = 0; i < sum.length; i++) {
                  live.addTo(sum[i], now - LiveSnapshot.SECONDS + i);
                }
              });
    }
    return sums;
  }

  private static LiveSum[] seconds() {
    LiveSum[] sums = new LiveSum[LiveSnapshot.SECONDS];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = new LiveSum();
    }
    return sums;
  }
}
