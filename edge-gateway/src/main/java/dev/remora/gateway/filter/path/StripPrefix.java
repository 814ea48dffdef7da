package dev.remora.gateway.filter.path;

import dev.remora.gateway.config.GatewayTypes;
import dev.remora.gateway.config.Section;
import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.Filter;
import dev.remora.gateway.plan.FilterPlan;
import dev.remora.gateway.plan.FilterType;
import dev.remora.gateway.plan.Parts;

/**
 * Takes a prefix of whole segments off the path: {@code /orders} of {@code /orders/v1} leaves
 * {@code /v1}.
 *
 * @param prefix begins with a slash and ends with none
 */
public record StripPrefix(String prefix) implements FilterPlan, Filter {
  /** {@code strip-prefix: /orders}. */
  public static final FilterType TYPE =
      new FilterType() {
        @Override
        public String key() {
          return "strip-prefix";
        }

        @Override
        public FilterPlan read(Section route) {
          String prefix = route.value(key(), GatewayTypes.PATH_PREFIX, null);
          return prefix == null ? null : new StripPrefix(prefix);
        }
      };

  private static final String TOLD = "x-forwarded-prefix";

  @Override
  public Filter build(String route, Parts parts) {
    return this;
  }

  @Override
  public boolean request(Exchange exchange) {
    String path = exchange.outgoing().path();
    if (path.startsWith(prefix)) {
      String rest = path.substring(prefix.length());
      if (rest.isEmpty()) {
        strip(exchange, "/");
      } else if (rest.charAt(0) == '/') {
        strip(exchange, rest);
      }
    }
    return true;
  }

  /** What was cut off is told, as Spring Cloud Gateway and Traefik do: links need it. */
  private void strip(Exchange exchange, String rest) {
    exchange.outgoing().path(rest);
    String before = exchange.outgoing().headers().get(TOLD);
    exchange.outgoing().headers().set(TOLD, before == null ? prefix : before + prefix);
  }

  @Override
  public String describe() {
    return "strip-prefix " + prefix;
  }
}
