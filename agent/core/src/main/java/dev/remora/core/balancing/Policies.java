package dev.remora.core.balancing;

import dev.remora.core.config.Balance;
import dev.remora.core.config.ServiceConfig;

/** The policies by their names in the configuration. */
final class Policies {
  private Policies() {}

  static Policy create(ServiceConfig config, RandomBits random) {
    switch (config.balance()) {
      case ROUND_ROBIN:
        return new RoundRobin();
      case WEIGHTED_ROUND_ROBIN:
        return new WeightedRoundRobin();
      case RANDOM:
        return new RandomChoice(random);
      case LEAST_REQUEST:
        return new LeastRequest(random);
      case PEAK_EWMA:
        return new PeakEwma(random);
      case RING_HASH:
        return new RingHash(config.hashOn(), config.hashLoad(), random);
      case MAGLEV:
        return new Maglev(config.hashOn(), config.hashLoad(), random);
    }
    throw new AssertionError(config.balance());
  }

  /** Whether the registry's weights count. */
  static boolean isWeighted(Balance balance) {
    return balance != Balance.ROUND_ROBIN;
  }
}
