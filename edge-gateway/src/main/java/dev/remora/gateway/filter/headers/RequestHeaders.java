package dev.remora.gateway.filter.headers;

import dev.remora.gateway.config.Section;
import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.Filter;
import dev.remora.gateway.plan.FilterPlan;
import dev.remora.gateway.plan.FilterType;
import dev.remora.gateway.plan.Parts;

/** Changes the headers that the service is sent. */
record RequestHeaders(HeaderChanges changes) implements FilterPlan, Filter {
  static final FilterType TYPE =
      new FilterType() {
        @Override
        public String key() {
          return "request-headers";
        }

        @Override
        public FilterPlan read(Section route) {
          return new RequestHeaders(
              route.optional(key(), changes -> HeaderChanges.read(changes, route)));
        }
      };

  @Override
  public Filter build(String route, Parts parts) {
    return this;
  }

  @Override
  public boolean request(Exchange exchange) {
    changes.apply(exchange.outgoing().headers(), exchange);
    return true;
  }

  @Override
  public String describe() {
    return "request-headers " + changes.describe();
  }
}
