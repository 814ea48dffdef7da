package dev.remora.gateway.route;

import dev.remora.gateway.config.GatewayTypes;
import dev.remora.gateway.config.Section;
import dev.remora.gateway.exchange.Exchange;
import java.util.List;
import java.util.Locale;

/**
 * Which requests take a route.
 *
 * @param hosts in lower case; empty: all
 * @param path the whole path; null: see {@code prefix}
 * @param prefix whole segments that the path begins with, without a slash at the end; null: all
 *     paths
 */
public record Match(List<String> hosts, String path, String prefix) {
  /** The settings {@code match}. */
  static Match read(Section match) {
    List<String> hosts =
        match.values("hosts", GatewayTypes.HOST).stream()
            .map(host -> host.toLowerCase(Locale.ROOT))
            .toList();
    String path = match.value("path", GatewayTypes.PATH, null);
    String prefix = match.value("prefix", GatewayTypes.PATH_PREFIX, null);
    if (path != null && prefix != null) {
      match.problem("prefix", "path is set as well; allowed: one of path, prefix");
    }
    return new Match(hosts, path, prefix);
  }

  /** Which requests take the route, in words for an operator. */
  public String describe() {
    String which =
        path != null ? "path " + path : prefix == null ? "all paths" : "prefix " + prefix + "/";
    return hosts.isEmpty() ? which : "host " + String.join(" or ", hosts) + ", " + which;
  }

  /** Whether {@code exchange} is one of them. */
  boolean matches(Exchange exchange) {
    if (!hosts.isEmpty() && !hosts.contains(exchange.host())) {
      return false;
    }
    String asked = exchange.target().path();
    if (path != null) {
      return asked.equals(path);
    }
    return prefix == null
        || (asked.startsWith(prefix)
            && (asked.length() == prefix.length() || asked.charAt(prefix.length()) == '/'));
  }
}
