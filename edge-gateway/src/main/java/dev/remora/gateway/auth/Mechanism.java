package dev.remora.gateway.auth;

import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.Outgoing;

/**
 * A way to tell who makes a request. One object for all requests, on all event loops; it does not
 * block.
 */
public interface Mechanism extends Tended {
  /**
   * Looks at a request, on its event loop.
   *
   * @return {@link Outcome.Nothing} where the request has no credential that is for it
   */
  Outcome check(Exchange exchange);

  /** Takes the credential out of what is sent to the service. */
  void remove(Outgoing outgoing);

  /**
   * What a client is told to come with ({@code WWW-Authenticate}), such as {@code Bearer}; null: it
   * has none.
   */
  String scheme();
}
