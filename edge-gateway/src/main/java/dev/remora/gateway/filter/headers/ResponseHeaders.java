package dev.remora.gateway.filter.headers;

import dev.remora.gateway.config.Section;
import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.Filter;
import dev.remora.gateway.plan.FilterPlan;
import dev.remora.gateway.plan.FilterType;
import dev.remora.gateway.plan.Parts;

/** Changes the headers that the client gets, with the gateway's own answers too. */
record ResponseHeaders(HeaderChanges changes) implements FilterPlan, Filter {
  static final FilterType TYPE =
      new FilterType() {
        @Override
        public String key() {
          return "response-headers";
        }

        @Override
        public FilterPlan read(Section route) {
          return new ResponseHeaders(
              route.optional(key(), changes -> HeaderChanges.read(changes, route)));
        }
      };

  @Override
  public Filter build(String route, Parts parts) {
    return this;
  }

  @Override
  public void response(Exchange exchange) {
    changes.apply(exchange.responseHeaders(), exchange);
  }

  @Override
  public String describe() {
    return "response-headers " + changes.describe();
  }
}
