package dev.remora.gateway.filter.path;

import dev.remora.core.config.YamlNode;
import dev.remora.gateway.config.Section;
import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.Filter;
import dev.remora.gateway.exchange.Problem;
import dev.remora.gateway.exchange.Target;
import dev.remora.gateway.filter.text.Variables;
import dev.remora.gateway.plan.FilterPlan;
import dev.remora.gateway.plan.FilterType;
import dev.remora.gateway.plan.Parts;

/**
 * Sends another path. What comes out is in the plain form or is not sent: parts of a path that are
 * harmless one by one must not become a way up when they are put together.
 *
 * @param change what makes the new path of the old one
 */
public record Rewrite(PathChange change) implements FilterPlan, Filter {
  /**
   * {@code rewrite: /v2/{id}}, or a map: {@code path}, {@code prefix}, or {@code regex} and {@code
   * to}.
   */
  public static final FilterType TYPE =
      new FilterType() {
        @Override
        public String key() {
          return "rewrite";
        }

        @Override
        public FilterPlan read(Section route) {
          YamlNode node = route.node(key());
          PathChange change;
          if (node.text() != null) {
            var path = route.value(key(), Variables.path(route), null);
            change = path == null ? null : new PathChange.Whole(path);
          } else {
            change = route.optional(key(), rewrite -> PathChange.read(rewrite, route));
          }
          return change == null ? null : new Rewrite(change);
        }
      };

  private static final Problem BAD_PATH =
      Problem.of(400, "bad-rewrite", "The path can't be rewritten to one that can be forwarded.");

  @Override
  public Filter build(String route, Parts parts) {
    return this;
  }

  @Override
  public boolean request(Exchange exchange) {
    String changed = change.of(exchange.outgoing().path(), exchange);
    Target target = Target.parse(changed);
    if (target == null || target.query() != null || !target.path().equals(changed)) {
      exchange.reply(BAD_PATH);
      return false;
    }
    exchange.outgoing().path(changed);
    return true;
  }

  @Override
  public String describe() {
    return "rewrite " + change.describe();
  }
}
