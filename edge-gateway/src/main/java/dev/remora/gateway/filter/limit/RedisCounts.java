package dev.remora.gateway.filter.limit;

import dev.remora.gateway.redis.Redis;
import dev.remora.gateway.redis.RedisLink;
import dev.remora.gateway.redis.RedisScript;
import java.util.List;

/** Counts in Redis, which all gateways share, in one round trip for all quotas of a request. */
final class RedisCounts implements Counts {
  /** For each key, by turns: how many it may have, and the second in which it is forgotten. */
  static final RedisScript COUNT =
      new RedisScript(
          """
          local answers = {1}
          for i = 1, #KEYS do
            local used = tonumber(redis.call('GET', KEYS[i]) or 0)
            answers[i + 1] = used
            if used >= tonumber(ARGV[2 * i - 1]) then
              answers[1] = 0
            end
          end
          if answers[1] == 1 then
            for i = 1, #KEYS do
              answers[i + 1] = redis.call('INCR', KEYS[i])
              redis.call('EXPIREAT', KEYS[i], ARGV[2 * i])
            end
          end
          return answers
          """);

  private final Redis redis;

  RedisCounts(Redis redis) {
    this.redis = redis;
  }

  @Override
  public void count(String[] keys, long[] limits, long[] ends, Outcome outcome) {
    String[] arguments = new String[2 * keys.length];
    for (int i = 0; i < keys.length; i++) {
      arguments[2 * i] = Long.toString(limits[i]);
      arguments[2 * i + 1] = Long.toString(ends[i]);
    }
    redis
        .link()
        .call(
            COUNT,
            keys,
            arguments,
            new RedisLink.Callback() {
              @Override
              public void answered(Object answer) {
                tell(answer, keys.length, outcome);
              }

              @Override
              public void failed() {
                outcome.told(false, null);
              }
            });
  }

  private static void tell(Object answer, int keys, Outcome outcome) {
    if (!(answer instanceof List<?> all) || all.size() != keys + 1) {
      outcome.told(false, null);
      return;
    }
    long[] used = new long[keys];
    for (int i = 0; i < keys; i++) {
      used[i] = all.get(i + 1) instanceof Long count ? count : 0;
    }
    outcome.told(Long.valueOf(1).equals(all.get(0)), used);
  }
}
