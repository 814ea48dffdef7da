package dev.remora.gateway.auth.internal;

import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.Filter;
import dev.remora.gateway.plan.FilterPlan;
import dev.remora.gateway.plan.Parts;
import java.util.Map;

/**
 * Takes the header of internal tokens off what comes from outside, on every route: what services
 * find in it is the gateway's own word.
 *
 * @param header in lower case
 */
public record OutsideHeaderPlan(String header) implements FilterPlan, Filter {
  @Override
  public Filter build(String route, Parts parts) {
    return this;
  }

  @Override
  public boolean request(Exchange exchange) {
    for (Map.Entry<String, String> each : exchange.request().headers()) {
      if (isTheSame(each.getKey())) {
        exchange.outgoing().headers().remove(each.getKey());
      }
    }
    return true;
  }

  /** To some services {@code _} is the same as {@code -}. */
  private boolean isTheSame(String name) {
    return name.length() == header.length()
        && (name.equalsIgnoreCase(header) || name.replace('_', '-').equalsIgnoreCase(header));
  }

  @Override
  public String describe() {
    return "remove " + header + " from outside";
  }
}
