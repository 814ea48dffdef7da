package dev.remora.gateway.filter.limit;

import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.Problem;
import dev.remora.gateway.plan.Parts;
import dev.remora.gateway.redis.Redis;
import dev.remora.gateway.redis.RedisConfig;
import dev.remora.gateway.redis.RedisLink;
import dev.remora.gateway.redis.RedisScript;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.List;

/**
 * Token buckets in Redis, which all gateways fill and empty together: exactly, in one round trip
 * for all limits of a request, and by the server's clock alone. A bucket is kept as the microsecond
 * at which it is full, and forgotten then.
 *
 * <p>A key without tokens is known to be so until its next one comes, and is not asked for: a
 * client that hammers at its limit does not hammer at Redis.
 */
final class SharedBuckets {
  static final Problem UNAVAILABLE =
      Problem.of(503, "limits-unavailable", "Requests can't be counted at present.")
          .header("retry-after", "1");

  /**
   * For each key, by turns: microseconds in which a token comes, and in which the bucket is full. A
   * token is taken from all or from none. Answers as {@link Buckets#take}, in microseconds.
   */
  private static final RedisScript TAKE =
      new RedisScript(
          """
          local time = redis.call('TIME')
          local now = time[1] * 1000000 + time[2]
          local answers = {}
          local passes = true
          for i = 1, #KEYS do
            local token, full = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
            local at = tonumber(redis.call('GET', KEYS[i]) or now)
            local debt = math.min(math.max(0, at - now), full) + token
            answers[i] = debt > full and debt - full or -debt
            passes = passes and debt <= full
          end
          for i = 1, #KEYS do
            if passes then
              local debt = -answers[i]
              redis.call('SET', KEYS[i], string.format('%.0f', now + debt),
                  'PX', string.format('%.0f', math.ceil(debt / 1000)))
            elseif answers[i] < 0 then
              answers[i] = math.min(-1, answers[i] + tonumber(ARGV[2 * i - 1]))
            end
          end
          return answers
          """);

  private static final long MICRO = 1_000;

  private final Limit[] limits;
  private final String[] prefixes;
  private final String[] arguments;
  private final Redis redis;
  private final FastThreadLocal<EmptyKeys> empty =
      new FastThreadLocal<>() {
        @Override
        protected EmptyKeys initialValue() {
          return new EmptyKeys();
        }
      };

  /**
   * Buckets of limits that are shared.
   *
   * @param limits at least one, all on the same server
   */
  SharedBuckets(List<Limit> limits, String route, Parts parts) {
    this.limits = limits.toArray(new Limit[0]);
    this.redis = redis(limits.get(0).plan().redis(), parts);
    this.prefixes =
        limits.stream().map(limit -> limit.plan().keyPrefix(route)).toArray(String[]::new);
    this.arguments = new String[2 * limits.size()];
    for (int i = 0; i < limits.size(); i++) {
      Rate rate = limits.get(i).plan().rate();
      long token = Math.max(1, rate.tokenNanos() / MICRO);
      arguments[2 * i] = Long.toString(token);
      arguments[2 * i + 1] = Long.toString(token * rate.burst());
    }
  }

  /** The server, on connections that all filters share. */
  static Redis redis(RedisConfig config, Parts parts) {
    return Redis.of(config, List.of(TAKE, RedisCounts.COUNT), parts);
  }

  /** What becomes of it. */
  interface Outcome {
    /** Told once, on the event loop: whether there is no answer. */
    void told(boolean failed);
  }

  /**
   * Takes a token from each bucket, or from none.
   *
   * @param taken gets what {@link Buckets#take} would say, from index {@code first} on
   */
  void take(Exchange exchange, RateLimit.Taken taken, int first, Outcome outcome) {
    EmptyKeys known = empty.get();
    String[] keys = new String[limits.length];
    for (int i = 0; i < limits.length; i++) {
      long wait = known.wait(i, limits[i].key(exchange));
      if (wait > 0) {
        taken.nanos[first + i] = wait;
        outcome.told(false);
        return;
      }
      keys[i] = prefixes[i] + limits[i].plan().key().name(exchange);
    }
    redis
        .link()
        .call(
            TAKE,
            keys,
            arguments,
            new RedisLink.Callback() {
              @Override
              public void answered(Object answer) {
                boolean good = read(answer, taken.nanos, first);
                for (int i = 0; good && i < limits.length; i++) {
                  if (taken.nanos[first + i] > 0) {
                    known.add(i, limits[i].key(exchange), taken.nanos[first + i]);
                  }
                }
                outcome.told(!good);
              }

              @Override
              public void failed() {
                outcome.told(true);
              }
            });
  }

  private boolean read(Object answer, long[] into, int first) {
    if (!(answer instanceof List<?> debts) || debts.size() != limits.length) {
      return false;
    }
    for (int i = 0; i < limits.length; i++) {
      if (!(debts.get(i) instanceof Long micros)) {
        return false;
      }
      into[first + i] = micros * MICRO;
    }
    return true;
  }
}
