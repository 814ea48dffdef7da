package dev.remora.gateway.filter.stream;

import dev.remora.core.config.Types;
import dev.remora.gateway.config.Section;
import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.Filter;
import dev.remora.gateway.plan.FilterPlan;
import dev.remora.gateway.plan.FilterType;
import dev.remora.gateway.plan.Parts;
import java.time.Duration;

/**
 * How long a response may pause once it has begun: for routes whose services send events seldom.
 *
 * @param most from one piece of the body to the next
 */
public record StreamIdle(Duration most) implements FilterPlan, Filter {
  /** The setting {@code stream-idle-timeout} of a route. */
  public static final FilterType TYPE =
      new FilterType() {
        @Override
        public String key() {
          return "stream-idle-timeout";
        }

        @Override
        public FilterPlan read(Section route) {
          Duration most = route.value(key(), Types.duration("1s", "24h"), null);
          return most == null ? null : new StreamIdle(most);
        }
      };

  @Override
  public Filter build(String route, Parts parts) {
    return this;
  }

  @Override
  public String describe() {
    return "end responses that pause for " + most.toMillis() + " ms";
  }

  @Override
  public boolean request(Exchange exchange) {
    exchange.streamIdle(most);
    return true;
  }
}
