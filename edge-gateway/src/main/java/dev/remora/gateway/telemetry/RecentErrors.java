package dev.remora.gateway.telemetry;

import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.Upstream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The requests that failed last. Thread-safe. */
public final class RecentErrors {
  /** Of each event loop. */
  private static final int KEPT = 64;

  private static final int ERROR = 500;
  private static final int MOST_CHARACTERS = 200;

  private final List<Loop> loops = new CopyOnWriteArrayList<>();

  RecentErrors() {}

  /**
   * A request that failed: answered with a status from 500 on, or cut off.
   *
   * @param millis when it ended, since 1970
   * @param durationMillis how long it took
   * @param status 0: nothing was answered
   * @param path without the query; null: it was none
   * @param problem the code of the gateway's problem; null: it is the service's own answer, or one
   *     that was cut off
   * @param route its name, or null
   * @param service the one it was forwarded to, or null
   * @param endpoint the last that was tried, or null
   * @param failure the class of what was thrown, or null
   * @param traceId 32 hexadecimal digits, or null
   */
  public record Failed(
      long millis,
      long durationMillis,
      String method,
      String host,
      String path,
      int status,
      String problem,
      String route,
      String service,
      String endpoint,
      int attempts,
      String failure,
      String requestId,
      String traceId) {}

  /** The latest first. */
  public List<Failed> all() {
    List<Failed> all = new ArrayList<>();
    for (Loop loop : loops) {
      for (int i = 0; i < KEPT; i++) {
        Failed failed = loop.last.get(i);
        if (failed != null) {
          all.add(failed);
        }
      }
    }
    all.sort(Comparator.comparingLong(Failed::millis).reversed());
    return all;
  }

  Loop loop() {
    Loop loop = new Loop();
    loops.add(loop);
    return loop;
  }

  /** Those of one event loop. */
  static final class Loop {
    private final AtomicReferenceArray<Failed> last = new AtomicReferenceArray<>(KEPT);
    private int next;

    void ended(Exchange exchange) {
      int status = exchange.response().headWritten() ? exchange.status() : 0;
      boolean cut = exchange.failure() != null && !exchange.response().ended();
      if (status < ERROR && !cut) {
        return;
      }
      Upstream upstream = exchange.upstream();
      String path = exchange.target() == null ? null : exchange.target().path();
      last.setRelease(
          next,
          new Failed(
              System.currentTimeMillis(),
              TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - exchange.started()),
              cut(exchange.method()),
              cut(exchange.host()),
              cut(path),
              status,
              exchange.problem() == null ? null : exchange.problem().code(),
              exchange.route().name(),
              upstream.service(),
              upstream.endpoint(),
              upstream.attempts(),
              exchange.failure() == null ? null : exchange.failure().getClass().getName(),
              exchange.id(),
              exchange.traceId()));
      next = (next + 1) % KEPT;
    }

    private static String cut(String text) {
      return text == null || text.length() <= MOST_CHARACTERS
          ? text
          : text.substring(0, MOST_CHARACTERS);
    }
  }
}
