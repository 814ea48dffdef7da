package dev.remora.gateway.filter.call;

import dev.remora.core.config.Type;
import dev.remora.core.config.Types;
import dev.remora.core.resilience.CallOverride;
import dev.remora.gateway.config.Section;
import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.Filter;
import dev.remora.gateway.plan.FilterPlan;
import dev.remora.gateway.plan.FilterType;
import dev.remora.gateway.plan.Parts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Time-outs and retries of a route; null, or empty: as the service's settings say.
 *
 * @param timeout for all attempts until the response begins; it can only shorten the service's
 * @param attemptTimeout for one attempt until the response begins; it can only shorten the
 *     service's
 * @param attempts after the first
 * @param on after what there is another
 * @param methods of requests that may be sent twice
 */
public record CallSettings(
    Duration timeout,
    Duration attemptTimeout,
    Integer attempts,
    List<String> on,
    List<String> methods)
    implements FilterPlan {
  private static final Type<Duration> TIME = Types.duration("1ms", "1h");
  private static final int MOST_ATTEMPTS = 10;

  /** {@code call: {timeout: 2s, attempt-timeout: 500ms, retry: {attempts: 2, on: [503]}}}. */
  public static final FilterType TYPE =
      new FilterType() {
        @Override
        public String key() {
          return "call";
        }

        @Override
        public FilterPlan read(Section route) {
          return route.optional(key(), CallSettings::read);
        }
      };

  private static CallSettings read(Section call) {
    Duration timeout = call.value("timeout", TIME, null);
    Duration attemptTimeout = call.value("attempt-timeout", TIME, null);
    Section retry = call.section("retry");
    Integer attempts = retry.value("attempts", Types.count(0, MOST_ATTEMPTS), null);
    List<String> on = retry.values("on", Types.RETRY_ON);
    List<String> methods = retry.values("methods", Types.METHOD);
    retry.end();
    return new CallSettings(timeout, attemptTimeout, attempts, on, methods);
  }

  @Override
  public Filter build(String route, Parts parts) {
    CallOverride override =
        parts.shared(
            this,
            () ->
                new CallOverride(
                    timeout,
                    attemptTimeout,
                    attempts,
                    on.isEmpty() ? null : on,
                    methods.isEmpty() ? null : methods));
    String description = describe();
    return new Filter() {
      @Override
      public boolean request(Exchange exchange) {
        exchange.outgoing().override(override);
        return true;
      }

      @Override
      public String describe() {
        return description;
      }
    };
  }

  private String describe() {
    List<String> all = new ArrayList<>();
    if (timeout != null) {
      all.add("timeout " + timeout.toMillis() + "ms");
    }
    if (attemptTimeout != null) {
      all.add("attempt-timeout " + attemptTimeout.toMillis() + "ms");
    }
    if (attempts != null) {
      all.add("retry " + attempts);
    }
    if (!on.isEmpty()) {
      all.add("on " + String.join(" ", on));
    }
    if (!methods.isEmpty()) {
      all.add("methods " + String.join(" ", methods));
    }
    return "call " + String.join(", ", all);
  }
}
