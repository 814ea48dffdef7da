package dev.remora.gateway.exchange;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A way through the gateway: what a request goes through, and the service it comes to. Immutable.
 */
public final class Route {
  /**
   * A service that a route leads to.
   *
   * @param service its name in the registry
   * @param weight its share among the route's backends; 0: none
   */
  public record Backend(String service, int weight) {}

  /** What requests take for which there is none. */
  public static final Route NONE = new Route(null, List.of(), List.of());

  private final String name;
  private final Filter[] filters;
  private final List<Backend> backends;
  private final PathVariables variables;
  private final String pattern;
  private final int total;

  /**
   * A route.
   *
   * @param name what it is called in logs and metrics
   * @param backends empty: the filters answer every request
   */
  public Route(String name, List<Filter> filters, List<Backend> backends) {
    this(name, null, filters, backends, PathVariables.NONE);
  }

  /**
   * A route whose match gives names to parts of the path.
   *
   * @param pattern what paths it takes, such as {@code /orders/{id}}
   * @param variables what finds them
   */
  public Route(
      String name,
      String pattern,
      List<Filter> filters,
      List<Backend> backends,
      PathVariables variables) {
    this.name = name;
    this.pattern = pattern;
    this.variables = variables;
    this.filters = filters.toArray(new Filter[0]);
    this.backends = List.copyOf(backends);
    this.total = backends.stream().mapToInt(Backend::weight).sum();
  }

  /** What it is called; null: it is {@link #NONE}. */
  public String name() {
    return name;
  }

  /** What paths it takes, such as {@code /orders/{id}}: {@code http.route} of spans; or null. */
  public String pattern() {
    return pattern;
  }

  /** In the order in which requests go through them; not to be changed. */
  Filter[] filters() {
    return filters;
  }

  /** What each filter does, in order. */
  public List<String> describe() {
    return Arrays.stream(filters).map(Filter::describe).toList();
  }

  /** What finds the parts of a path that have names. */
  public PathVariables variables() {
    return variables;
  }

  /** The services that it leads to. */
  public List<Backend> backends() {
    return backends;
  }

  /** The service that the next request goes to, by weight; null: there is none. */
  String backend() {
    if (backends.size() <= 1) {
      return backends.isEmpty() || total == 0 ? null : backends.get(0).service();
    }
    int left = total == 0 ? -1 : ThreadLocalRandom.current().nextInt(total);
    for (Backend backend : backends) {
      left -= backend.weight();
      if (left < 0 && total > 0) {
        return backend.service();
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return name;
  }
}
