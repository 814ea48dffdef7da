package dev.remora.gateway.filter.limit;

import com.google.gson.JsonArray;
import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.Filter;
import dev.remora.gateway.exchange.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** Lets as many requests through as all of its limits allow; a rejected one costs nothing. */
final class RateLimit implements Filter {
  static final Problem RATE_LIMITED =
      Problem.of(429, "rate-limited", "Too many requests; try again after the time in Retry-After.")
          .type("https://iana.org/assignments/http-problem-types#quota-exceeded");

  private final Limit[] limits;
  private final Problem[] problems;
  private final LimitHeaders headers;

  RateLimit(List<Limit> limits) {
    this.limits = limits.toArray(new Limit[0]);
    this.problems = limits.stream().map(RateLimit::problem).toArray(Problem[]::new);
    this.headers = new LimitHeaders(limits.stream().map(Limit::plan).toList());
  }

  private static Problem problem(Limit limit) {
    JsonArray violated = new JsonArray();
    violated.add(limit.plan().name());
    return RATE_LIMITED.member("violated-policies", violated);
  }

  @Override
  public String describe() {
    return java.util.Arrays.stream(limits)
        .map(limit -> limit.plan().name() + " (" + limit.plan().rate() + ")")
        .collect(Collectors.joining(", ", "rate-limit ", ""));
  }

  @Override
  public boolean request(Exchange exchange) {
    long[] keys = new long[limits.length];
    long[] taken = new long[limits.length];
    exchange.note(this, taken);
    for (int i = 0; i < limits.length; i++) {
      keys[i] = limits[i].key(exchange);
      taken[i] = limits[i].take(keys[i]);
      if (taken[i] > 0) {
        for (int j = 0; j < i; j++) {
          limits[j].giveBack(keys[j]);
        }
        exchange.reply(problems[i]);
        return false;
      }
    }
    return true;
  }

  @Override
  public void response(Exchange exchange) {
    if (exchange.note(this) instanceof long[] taken) {
      headers.write(taken, exchange.responseHeaders());
    }
  }
}
