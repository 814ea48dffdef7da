package dev.remora.core.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The settings of how a service's requests are spread. */
final class BalancingSchema {
  static final Setting<Balance> BALANCE =
      Setting.one(
              "balance",
              Types.oneOf(Balance.class),
              Balance.DEFAULT,
              "How requests are spread over the endpoints.")
          .live();

  static final Setting<HashOn> HASH_ON =
      Setting.one(
              "hash-on",
              Types.HASH_ON,
              (HashOn) null,
              "What sends a request to the same endpoint again, with ring-hash and maglev.")
          .live();

  static final Setting<Double> HASH_LOAD =
      Setting.one(
              "hash-load",
              Types.decimal(1.05, 10),
              // Mirrokni, Thorup, Zadimoghaddam: Consistent Hashing with Bounded Loads, 2016.
              1.25,
              "How many times the mean number of requests in flight an endpoint may have before its"
                  + " keys go to the next.")
          .live();

  static final Setting<Duration> SLOW_START =
      Setting.one(
              "slow-start",
              Types.duration("1s", "1h"),
              (Duration) null,
              "How long the share of an endpoint that has joined rises.")
          .live();

  static final Setting<Boolean> ZONE_AWARE =
      Setting.one(
              "zone-aware",
              Types.FLAG,
              true,
              "Whether endpoints in this process's zone are preferred, where there is a zone.")
          .live();

  static final Setting<Integer> SUBSET =
      Setting.one(
              "subset",
              Types.count(1, 100_000),
              (Integer) null,
              "How many endpoints this process uses at most; each process has others.")
          .live();

  static final Setting<Percent> PANIC =
      Setting.one(
              "panic",
              Types.PERCENT,
              // Envoy's healthy_panic_threshold.
              Percent.of(50),
              "The share of endpoints that must be in rotation; with fewer, ejections are ignored.")
          .live();

  static final List<Setting<?>> SETTINGS =
      Collections.unmodifiableList(
          Arrays.<Setting<?>>asList(
              BALANCE, HASH_ON, HASH_LOAD, SLOW_START, ZONE_AWARE, SUBSET, PANIC));

  private BalancingSchema() {}
}
