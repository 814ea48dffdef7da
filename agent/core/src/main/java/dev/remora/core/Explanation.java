package dev.remora.core;

import dev.remora.core.config.Percent;
import dev.remora.core.config.ServiceConfig;
import dev.remora.core.resilience.ResilientCluster;
import dev.remora.core.resilience.Spans;
import dev.remora.core.routing.Directory;
import dev.remora.core.routing.LiveEndpoint;
import dev.remora.core.routing.Snapshot;
import dev.remora.core.security.SecuredCluster;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Says what would happen to a request, and why. */
final class Explanation {
  private final Directory<SecuredCluster> directory;
  private final boolean enabled;
  private final long now;
  private final List<String> lines = new ArrayList<>();

  Explanation(Directory<SecuredCluster> directory, boolean enabled, long now) {
    this.directory = directory;
    this.enabled = enabled;
    this.now = now;
  }

  List<String> of(String url) {
    String host = host(url);
    if (host == null) {
      lines.add("not a URL with a host, such as http://orders/v1/items");
      return lines;
    }
    String why = enabled ? directory.whyNot(host) : "routing is disabled";
    if (why != null) {
      lines.add(host + " is left alone: " + why);
      return lines;
    }
    SecuredCluster cluster = directory.known(host);
    if (cluster == null) {
      lines.add(host + " is left alone: it has just left the registry");
      return lines;
    }
    lines.add(host + " is the service " + cluster.service());
    endpoints(cluster);
    ServiceConfig config = cluster.policies().config();
    lines.add(timeouts(config));
    lines.add(retries(config));
    if (config.hedgeAfter() != null) {
      lines.add(hedges(config));
    }
    if (cluster.tokenStatus() != null) {
      lines.add("token    " + cluster.tokenStatus());
    }
    List<String> guards = cluster.policies().describe(now);
    if (guards.isEmpty()) {
      lines.add("rejects  nothing: no breaker, concurrency or throttle is set");
    }
    for (String guard : guards) {
      lines.add("rejects  " + guard);
    }
    return lines;
  }

  private static String host(String url) {
    try {
      return new URI(url).getHost();
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private void endpoints(ResilientCluster cluster) {
    Snapshot all = cluster.snapshot();
    String balance = "balance  " + Mesh.balance(cluster);
    if (all == null) {
      lines.add(
          balance
              + (cluster.isWatched()
                  ? ", the registry has not told its endpoints"
                  : ", its endpoints are asked for at the first call"));
      return;
    }
    if (all.size() == 0) {
      lines.add(balance + ", no healthy endpoint: a request is left alone");
      return;
    }
    List<String> out = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      String reason = cluster.out(all.get(i), now);
      if (!reason.isEmpty()) {
        out.add("out      " + all.get(i) + " is " + reason);
      }
    }
    lines.add(balance + ", " + (all.size() - out.size()) + " of " + all.size() + " endpoints in");
    lines.addAll(out);
    LiveEndpoint next = cluster.pick(null, now);
    lines.add("next     " + (next == null ? "none" : next));
  }

  private static String timeouts(ServiceConfig config) {
    return "time     call "
        + span(config.timeout())
        + ", attempt "
        + span(config.attemptTimeout())
        + ", connect "
        + span(config.connectTimeout())
        + "; the application's own where shorter";
  }

  private static String span(Duration duration) {
    return duration == null ? "unlimited" : Spans.text(duration.toNanos());
  }

  private static String hedges(ServiceConfig config) {
    return "hedges   "
        + config.hedgeAttempts()
        + " at most, of "
        + String.join(", ", config.hedgeMethods())
        + " after "
        + config.hedgeAfter()
        + ", for "
        + config.hedgeBudget()
        + " of calls or "
        + config.hedgeBudgetFloor()
        + " per second";
  }

  private static String retries(ServiceConfig config) {
    if (config.retryAttempts() == 0) {
      return "retries  none; after a failure to connect the next endpoint is tried";
    }
    Percent budget = config.retryBudget();
    return "retries  "
        + config.retryAttempts()
        + " at most, of "
        + String.join(", ", config.retryMethods())
        + " after "
        + String.join(", ", config.retryOn())
        + ", for "
        + budget
        + " of calls or "
        + config.retryBudgetFloor()
        + " per second";
  }
}
