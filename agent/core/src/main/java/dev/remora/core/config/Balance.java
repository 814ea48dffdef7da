package dev.remora.core.config;

/** How a service's requests are spread over its endpoints. */
public enum Balance {
  /** Each endpoint in turn, whatever its weight. */
  ROUND_ROBIN,

  /** Each endpoint in turn, as often as its weight says. */
  WEIGHTED_ROUND_ROBIN,

  /** At random, as often as its weight says. */
  RANDOM,

  /** Of two at random the one with fewer requests in flight. */
  LEAST_REQUEST,

  /** Of two at random the one that is expected to answer well, and sooner. */
  PEAK_EWMA,

  /** The same endpoint for the same key, by a ring of hashes. */
  RING_HASH,

  /** The same endpoint for the same key, by Maglev's table. */
  MAGLEV;

  /** What is in use where nothing is set. */
  static final Balance DEFAULT = PEAK_EWMA;
}
