package dev.remora.telemetry.metrics;

import dev.remora.telemetry.trace.Methods;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The durations of the calls to one origin, or of the requests to one route. */
public final class Durations {
  private static final int STATUSES = 1000;

  final boolean secure;
  final int port;

  private final SeriesBudget budget;
  private final Map<Integer, Histogram> answered = new ConcurrentHashMap<>();
  private final Map<String, Histogram> failed = new ConcurrentHashMap<>();
  private volatile Histogram rest;

  Durations(boolean secure, int port, SeriesBudget budget) {
    this.secure = secure;
    this.port = port;
    this.budget = budget;
  }

  /**
   * Takes note of one.
   *
   * @param method one of {@link Methods}
   * @param status 0: there was no response
   * @param errorType null: no error; of a response it is the status
   */
  public void record(String method, int status, String errorType, long nanos) {
    Histogram histogram =
        status > 0 ? answered(method, status, errorType) : failed(method, errorType);
    histogram.record(nanos);
  }

  private Histogram answered(String method, int status, String errorType) {
    Integer key = Methods.number(method) * STATUSES + status;
    Histogram known = answered.get(key);
    if (known != null) {
      return known;
    }
    if (!budget.tryTake()) {
      return rest();
    }
    Histogram made = new Histogram(method, status, errorType);
    Histogram before = answered.putIfAbsent(key, made);
    return before == null ? made : before;
  }

  private Histogram failed(String method, String errorType) {
    String key = method + ' ' + errorType;
    Histogram known = failed.get(key);
    if (known != null) {
      return known;
    }
    if (!budget.tryTake()) {
      return rest();
    }
    Histogram made = new Histogram(method, 0, errorType);
    Histogram before = failed.putIfAbsent(key, made);
    return before == null ? made : before;
  }

  private synchronized Histogram rest() {
    if (rest == null) {
      rest = new Histogram(null, 0, null);
    }
    return rest;
  }

  List<Histogram> all() {
    List<Histogram> all = new ArrayList<>(answered.values());
    all.addAll(failed.values());
    if (rest != null) {
      all.add(rest);
    }
    return all;
  }
}
