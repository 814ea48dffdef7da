package dev.remora.gateway.proxy;

import dev.remora.gateway.exchange.Problem;

/** Why the gateway itself answers requests, in words that tell nothing of what is inside. */
final class Problems {
  static final Problem BAD_REQUEST =
      Problem.of(400, "bad-request", "The request is not of the form that HTTP asks for.");
  static final Problem BAD_TARGET =
      Problem.of(400, "bad-target", "The path or the query is not one that can be forwarded.");
  static final Problem BAD_HOST =
      Problem.of(400, "bad-host", "The request must name one host that it is for.");
  static final Problem EXPECTATION =
      Problem.of(417, "bad-expectation", "The only expectation that is met is 100-continue.");
  static final Problem MISDIRECTED =
      Problem.of(421, "misdirected", "The host is not served on a connection made for another.");
  static final Problem NO_ROUTE = Problem.of(404, "no-route", "Nothing is served here.");
  static final Problem NO_METHOD =
      Problem.of(501, "method-not-supported", "The gateway does not forward this method.");
  static final Problem NO_ENDPOINT =
      Problem.of(503, "no-endpoint", "The service has no endpoint at present.");
  static final Problem REJECTED =
      Problem.of(503, "overloaded", "The service takes no more requests at present.");
  static final Problem UNREACHABLE =
      Problem.of(502, "unreachable", "The service could not be reached or broke off.");
  static final Problem TIMEOUT = Problem.of(504, "timeout", "The service did not answer in time.");

  private Problems() {}
}
