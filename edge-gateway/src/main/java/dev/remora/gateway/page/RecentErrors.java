package dev.remora.gateway.page;

import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The last exchanges that failed on the gateway's side or a service's: a status from 500 on, or a
 * response that was cut off. Any thread may tell and ask.
 */
public final class RecentErrors {
  /** How many are kept. */
  public static final int MOST = 50;

  private static final int SERVER_ERROR = 500;

  /** Longer ones are the client's doing. */
  private static final int LONGEST_PATH = 200;

  /**
   * One of them.
   *
   * @param status 0: there was none, or what there was is cut off
   * @param path without the query, which may hold secrets
   * @param route null: there was none
   * @param problem its code; null: the service itself answered so
   * @param id of the request
   * @param trace null: it was not traced
   */
  public record Entry(
      Instant at,
      int status,
      String method,
      String path,
      String route,
      String problem,
      String id,
      String trace) {}

  private final AtomicReferenceArray<Entry> ring = new AtomicReferenceArray<>(MOST);
  private final AtomicLong next = new AtomicLong();

  /** An exchange is over. */
  public void ended(Exchange exchange) {
    int status = exchange.response().headWritten() ? exchange.status() : 0;
    boolean cut = exchange.failure() != null && !exchange.response().ended();
    if (status < SERVER_ERROR && !cut) {
      return;
    }
    Problem problem = exchange.problem();
    ring.set(
        (int) (next.getAndIncrement() % MOST),
        new Entry(
            Instant.now(),
            cut ? 0 : status,
            exchange.method(),
            path(exchange),
            exchange.route().name(),
            problem == null ? null : problem.code(),
            exchange.id(),
            exchange.traceId()));
  }

  private static String path(Exchange exchange) {
    String path = exchange.target() == null ? "" : exchange.target().path();
    return path.length() <= LONGEST_PATH ? path : path.substring(0, LONGEST_PATH) + "…";
  }

  /** Those that are kept, the last first. */
  public List<Entry> list() {
    List<Entry> all = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      all.add(ring.get(i));
    }
    all.removeIf(Objects::isNull);
    all.sort(Comparator.comparing(Entry::at).reversed());
    return all;
  }
}
