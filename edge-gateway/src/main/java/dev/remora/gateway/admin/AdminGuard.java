package dev.remora.gateway.admin;

import dev.remora.gateway.config.Cidr;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.Locale;

/**
 * Who may ask what. Beside the token it looks whom a request was sent to and where it comes from: a
 * page of another site whose name was made to lead to this machine (DNS rebinding) gets nothing,
 * not even the chance to guess.
 */
final class AdminGuard {
  private final AdminToken token;
  private final List<String> hosts;

  AdminGuard(AdminToken token, List<String> hosts) {
    this.token = token;
    this.hosts = hosts;
  }

  /** Why the request may not be made; null: it may. */
  AdminReply refusal(HttpServerRequest request, boolean open) {
    if (open) {
      return null;
    }
    HostAndPort authority = request.authority();
    if (authority == null || !isOurs(authority.host())) {
      return AdminReply.problem(
          421,
          "wrong-host",
          "The admin server answers to IP addresses, localhost and the names in admin.hosts.");
    }
    String origin = request.getHeader("origin");
    if (isForeign(origin, authority.toString()) || "cross-site".equals(site(request))) {
      return AdminReply.problem(403, "foreign-origin", "Pages of other sites may not ask.");
    }
    if (token.isIn(request.getHeader("authorization"))) {
      return null;
    }
    return AdminReply.problem(401, "no-token", "The admin token is needed, as a bearer token.")
        .header("www-authenticate", "Bearer realm=\"remora-gateway\"");
  }

  private static String site(HttpServerRequest request) {
    return request.getHeader("sec-fetch-site");
  }

  /** A name can be made to lead here by whoever owns it; an address can't. */
  private boolean isOurs(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    boolean bracketed = name.startsWith("[") && name.endsWith("]");
    return name.equals("localhost")
        || Cidr.isAddress(bracketed ? name.substring(1, name.length() - 1) : name)
        || hosts.contains(name);
  }

  private static boolean isForeign(String origin, String authority) {
    if (origin == null) {
      return false;
    }
    int scheme = origin.indexOf("://");
    return scheme < 0 || !origin.substring(scheme + 3).equalsIgnoreCase(authority);
  }
}
