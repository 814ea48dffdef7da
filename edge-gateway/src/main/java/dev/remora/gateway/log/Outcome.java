package dev.remora.gateway.log;

import dev.remora.gateway.exchange.Exchange;

/** What became of an exchange, in the words of {@code event.outcome}. */
final class Outcome {
  private static final int ERROR = 400;

  private static final byte[] SUCCESS = Keys.ascii("\"success\"");
  private static final byte[] FAILURE = Keys.ascii("\"failure\"");

  /** The client went away before it had all. */
  private static final byte[] UNKNOWN = Keys.ascii("\"unknown\"");

  private Outcome() {}

  /** The word, in its quotes. */
  static byte[] of(Exchange exchange) {
    if (exchange.status() >= ERROR || exchange.failure() != null) {
      return FAILURE;
    }
    return exchange.response().ended() ? SUCCESS : UNKNOWN;
  }
}
