package dev.remora.gateway.filter.path;

import dev.remora.gateway.config.GatewayTypes;
import dev.remora.gateway.config.Section;
import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.Filter;
import dev.remora.gateway.plan.FilterPlan;
import dev.remora.gateway.plan.FilterType;
import dev.remora.gateway.plan.Parts;

/**
 * Puts a prefix before the path: {@code /api} makes {@code /api/v1} of {@code /v1}.
 *
 * @param prefix begins with a slash and ends with none
 */
public record AddPrefix(String prefix) implements FilterPlan, Filter {
  /** {@code add-prefix: /api}. */
  public static final FilterType TYPE =
      new FilterType() {
        @Override
        public String key() {
          return "add-prefix";
        }

        @Override
        public FilterPlan read(Section route) {
          String prefix = route.value(key(), GatewayTypes.PATH_PREFIX, null);
          return prefix == null ? null : new AddPrefix(prefix);
        }
      };

  @Override
  public Filter build(String route, Parts parts) {
    return this;
  }

  @Override
  public boolean request(Exchange exchange) {
    exchange.outgoing().path(prefix + exchange.outgoing().path());
    return true;
  }

  @Override
  public String describe() {
    return "add-prefix " + prefix;
  }
}
