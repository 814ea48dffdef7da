package dev.remora.gateway.filter.redirect;

import dev.remora.core.config.Type;
import dev.remora.core.config.Types;
import dev.remora.gateway.config.GatewayTypes;
import dev.remora.gateway.config.Section;
import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.Filter;
import dev.remora.gateway.exchange.FixedReply;
import dev.remora.gateway.exchange.Target;
import dev.remora.gateway.filter.path.PathChange;
import dev.remora.gateway.plan.FilterPlan;
import dev.remora.gateway.plan.FilterType;
import dev.remora.gateway.plan.Parts;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.stream.Stream;

/**
 * Sends clients to another URL (RFC 9110, section 15.4); what is not set stays. A request that asks
 * for that URL already goes on, so that {@code scheme: https} may stand where both schemes come in.
 *
 * @param scheme null: as it is
 * @param host null: as it is
 * @param port -1: as it is; the scheme's own where another scheme is set
 * @param path null: as it is
 * @param query whether the query stays
 */
public record Redirect(
    int status, String scheme, String host, int port, PathChange path, boolean query)
    implements FilterPlan, Filter {
  private static final Type<Integer> STATUS = oneOf("301, 302, 303, 307, 308");
  private static final Type<String> SCHEME =
      new Type<String>("http, https") {
        @Override
        public String parse(String text) {
          if (!text.equals("http") && !text.equals("https")) {
            throw new BadValue("is not known");
          }
          return text;
        }
      };

  /** {@code redirect: {scheme: https, status: 308}}. */
  public static final FilterType TYPE =
      new FilterType() {
        @Override
        public String key() {
          return "redirect";
        }

        @Override
        public FilterPlan read(Section route) {
          return route.optional(key(), redirect -> Redirect.read(redirect, route));
        }
      };

  private static Type<Integer> oneOf(String statuses) {
    return new Type<Integer>(statuses) {
      @Override
      public Integer parse(String text) {
        if (!List.of(statuses.split(", ")).contains(text)) {
          throw new BadValue("is no redirection");
        }
        return Integer.valueOf(text);
      }
    };
  }

  private static Redirect read(Section redirect, Section route) {
    int status = redirect.value("status", STATUS, 302);
    String scheme = redirect.value("scheme", SCHEME, null);
    String host = redirect.value("host", GatewayTypes.HOST, null);
    int port = redirect.value("port", Types.count(1, 65535), -1);
    boolean query = redirect.value("query", Types.FLAG, true);
    boolean changes = redirect.has("path") || redirect.has("prefix") || redirect.has("regex");
    redirect.has("to");
    PathChange path = changes ? PathChange.read(redirect, route) : null;
    if (!changes && Stream.of("scheme", "host", "port").noneMatch(redirect::has)) {
      redirect
          .problems()
          .add(
              redirect.place()
                  + ": "
                  + redirect.path()
                  + ": leads to where it is; allowed: with one of scheme, host, port, path, prefix,"
                  + " regex");
      return null;
    }
    return new Redirect(status, scheme, host, port, path, query);
  }

  @Override
  public Filter build(String route, Parts parts) {
    return this;
  }

  @Override
  public boolean answers() {
    return true;
  }

  @Override
  public boolean request(Exchange exchange) {
    String was =
        url(
            exchange.client().scheme(),
            exchange.host(),
            askedPort(exchange),
            exchange.target().toString());
    String is = location(exchange);
    if (is.equals(was)) {
      return true;
    }
    exchange.reply(new FixedReply(status, List.of("location", is), null));
    return false;
  }

  private String location(Exchange exchange) {
    String newScheme = scheme == null ? exchange.client().scheme() : scheme;
    // As the Gateway API says: another scheme brings its own port.
    int newPort = port > 0 ? port : scheme == null ? askedPort(exchange) : -1;
    return url(newScheme, host == null ? exchange.host() : host, newPort, target(exchange));
  }

  private String target(Exchange exchange) {
    Target asked = exchange.target();
    String newPath = path == null ? asked.path() : path.of(asked.path(), exchange);
    return query && asked.query() != null ? newPath + "?" + asked.query() : newPath;
  }

  private static int askedPort(Exchange exchange) {
    HostAndPort authority = exchange.request().authority();
    return authority == null ? -1 : authority.port();
  }

  private static String url(String scheme, String host, int port, String target) {
    int own = scheme.equals("https") ? 443 : 80;
    String where = port <= 0 || port == own ? host : host + ":" + port;
    return scheme + "://" + where + (target.startsWith("/") ? target : "/" + target);
  }

  @Override
  public String describe() {
    return "redirect "
        + status
        + " to "
        + (scheme == null ? "" : scheme + ":")
        + "//"
        + (host == null ? "" : host)
        + (port < 0 ? "" : ":" + port)
        + (path == null ? "" : " " + path.describe());
  }
}
