package dev.remora.telemetry.metrics;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All that is counted on the threads of requests. */
public final class Meters {
  /** Routes are the application's own patterns; one that makes them up is held in check. */
  private static final int ROUTES = 500;

  private static final String OTHER = "";

  private final SeriesBudget calls = new SeriesBudget();
  private final SeriesBudget requests = new SeriesBudget();
  private final Map<String, ServiceMeter> services = new ConcurrentHashMap<>();
  private final Map<String, Durations> plain = new ConcurrentHashMap<>();
  private final Map<String, Durations> secure = new ConcurrentHashMap<>();

  /** The service's; there are only as many as are called of those that a registry knows. */
  public ServiceMeter of(String service) {
    ServiceMeter known = services.get(service);
    if (known != null) {
      return known;
    }
    ServiceMeter made = new ServiceMeter(service, calls);
    ServiceMeter before = services.putIfAbsent(service, made);
    return before == null ? made : before;
  }

  /**
   * The durations of the requests that came in for a route.
   *
   * @param route null: none is known
   */
  public Durations ofRoute(boolean isSecure, String route) {
    Map<String, Durations> routes = isSecure ? secure : plain;
    String name = route == null ? OTHER : route;
    Durations known = routes.get(name);
    if (known != null) {
      return known;
    }
    String kept = routes.size() < ROUTES ? name : OTHER;
    Durations made = new Durations(isSecure, 0, requests);
    Durations before = routes.putIfAbsent(kept, made);
    return before == null ? made : before;
  }

  /** Whether anything was counted so far. */
  public boolean isUsed() {
    return !services.isEmpty() || !plain.isEmpty() || !secure.isEmpty();
  }

  Collection<ServiceMeter> services() {
    return services.values();
  }

  /** By route, which is empty where none is known. */
  Map<String, Durations> routes(boolean isSecure) {
    return isSecure ? secure : plain;
  }
}
