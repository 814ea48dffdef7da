package dev.remora.gateway.filter.limit;

import com.google.gson.JsonArray;
import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.Filter;
import dev.remora.gateway.exchange.Problem;
import dev.remora.gateway.plan.Parts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Lets as many requests through as all of its limits allow; a rejected one costs nothing. Those of
 * this process are asked first, so that what they reject asks nobody else.
 */
final class RateLimit implements Filter {
  static final Problem RATE_LIMITED =
      Problem.of(429, "rate-limited", "Too many requests; try again after the time in Retry-After.")
          .type("https://iana.org/assignments/http-problem-types#quota-exceeded");

  /** The local ones, then the shared ones. */
  private final Limit[] limits;

  private final int local;
  private final SharedBuckets shared;
  private final Problem[] problems;
  private final LimitHeaders headers;

  private RateLimit(List<Limit> limits, int local, SharedBuckets shared) {
    this.limits = limits.toArray(new Limit[0]);
    this.local = local;
    this.shared = shared;
    this.problems = limits.stream().map(RateLimit::problem).toArray(Problem[]::new);
    this.headers = new LimitHeaders(limits.stream().map(Limit::plan).toList());
  }

  /** The limits of {@code plans}. */
  static RateLimit of(List<LimitPlan> plans, String route, Parts parts) {
    List<Limit> limits = new ArrayList<>();
    plans.stream().filter(plan -> !plan.isShared()).forEach(p -> limits.add(p.build(route, parts)));
    int local = limits.size();
    plans.stream().filter(LimitPlan::isShared).forEach(p -> limits.add(p.build(route, parts)));
    SharedBuckets shared =
        local == limits.size()
            ? null
            : new SharedBuckets(limits.subList(local, limits.size()), route, parts);
    return new RateLimit(limits, local, shared);
  }

  private static Problem problem(Limit limit) {
    JsonArray violated = new JsonArray();
    violated.add(limit.plan().name());
    return RATE_LIMITED.member("violated-policies", violated);
  }

  @Override
  public String describe() {
    return Arrays.stream(limits)
        .map(limit -> limit.plan().describe())
        .collect(Collectors.joining(", ", RateLimitPlan.KEY + " ", ""));
  }

  @Override
  public boolean request(Exchange exchange) {
    Taken taken = new Taken(limits.length);
    exchange.note(this, taken);
    for (int i = 0; i < local; i++) {
      taken.keys[i] = limits[i].key(exchange);
      taken.nanos[i] = limits[i].take(taken.keys[i]);
      if (taken.nanos[i] > 0) {
        reject(exchange, taken, i);
        return false;
      }
    }
    if (shared == null) {
      return true;
    }
    shared.take(exchange, taken, local, failed -> decide(exchange, taken, failed));
    return false;
  }

  /** The shared limits have said what there is to say. */
  private void decide(Exchange exchange, Taken taken, boolean failed) {
    for (int i = local; i < limits.length; i++) {
      if (failed) {
        LimitPlan plan = limits[i].plan();
        if (plan.onFailure() == LimitPlan.OnFailure.DENY) {
          giveBack(taken, i);
          exchange.reply(SharedBuckets.UNAVAILABLE);
          return;
        }
        taken.keys[i] = limits[i].key(exchange);
        taken.nanos[i] =
            plan.onFailure() == LimitPlan.OnFailure.ALLOW ? 0 : limits[i].take(taken.keys[i]);
      }
      if (taken.nanos[i] > 0) {
        reject(exchange, taken, i);
        return;
      }
    }
    exchange.proceed();
  }

  private void reject(Exchange exchange, Taken taken, int by) {
    giveBack(taken, by);
    exchange.reply(problems[by]);
  }

  private void giveBack(Taken taken, int before) {
    for (int i = 0; i < before; i++) {
      // Of the shared ones only those that were counted here: the others take all or nothing.
      if (taken.keys[i] != 0 && taken.nanos[i] < 0) {
        limits[i].giveBack(taken.keys[i]);
        taken.nanos[i] = Math.min(-1, taken.nanos[i] + limits[i].plan().rate().tokenNanos());
      }
    }
  }

  @Override
  public void response(Exchange exchange) {
    if (exchange.note(this) instanceof Taken taken) {
      headers.write(taken.nanos, exchange.responseHeaders());
    }
  }

  /** What was taken for one request. */
  static final class Taken {
    /** Hashes of keys of the buckets in this process that were asked; else 0. */
    final long[] keys;

    /** As {@link Buckets#take}; 0: not asked. */
    final long[] nanos;

    Taken(int limits) {
      this.keys = new long[limits];
      this.nanos = new long[limits];
    }
  }
}
