package dev.remora.gateway.proxy;

import dev.remora.core.MeshCall;
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
  static final Problem LOOP =
      Problem.of(508, "loop", "The request has come through too many gateways of this kind.");
  static final Problem NO_ROUTE = Problem.of(404, "no-route", "Nothing is served here.");
  static final Problem NO_METHOD =
      Problem.of(501, "method-not-supported", "The gateway does not forward this method.");
  static final Problem NO_ENDPOINT =
      Problem.of(503, "no-endpoint", "The service has no endpoint at present.");
  static final Problem NO_TOKEN =
      Problem.of(503, "no-token", "The gateway has no token at present that the service asks for.");
  static final Problem BREAKER_OPEN =
      Problem.of(503, "breaker-open", "The service has failed too often and is given a pause.");
  static final Problem CONCURRENCY_LIMIT =
      Problem.of(503, "concurrency-limit", "The service has as many requests as it can take.");
  static final Problem THROTTLED =
      Problem.of(503, "throttled", "The service turns too many requests away at present.");
  static final Problem CONNECT_REFUSED =
      Problem.of(502, "connect-refused", "The service refused the connection.");
  static final Problem CONNECT_FAILED =
      Problem.of(502, "connect-failed", "The service could not be connected.");
  static final Problem CONNECT_TIMEOUT =
      Problem.of(504, "connect-timeout", "The service could not be connected in time.");
  static final Problem TLS_FAILED =
      Problem.of(502, "tls-failed", "There is no secure connection to the service.");
  static final Problem RESET =
      Problem.of(502, "connection-reset", "The service broke off before it answered.");
  static final Problem BAD_RESPONSE =
      Problem.of(502, "bad-response", "The service's response is not one that can be passed on.");
  static final Problem ATTEMPT_TIMEOUT =
      Problem.of(504, "attempt-timeout", "The service did not answer in time.");
  static final Problem CALL_TIMEOUT =
      Problem.of(504, "call-timeout", "The time for the request was over, retries included.");

  /** Clients never get it: they have got a part of the response, and are cut off. For the log. */
  static final Problem RESPONSE_CUT =
      Problem.of(502, "response-cut", "The service broke off in the middle of its response.");

  private static final String RETRY_AFTER = "retry-after";
  private static final long SECOND_MILLIS = 1_000;

  private Problems() {}

  /** Why {@code call} is rejected, and when to come back: in a second, where that is not known. */
  static Problem rejected(MeshCall call) {
    Problem problem =
        switch (call.rejectedBy()) {
          case TOKEN -> NO_TOKEN;
          case BREAKER -> BREAKER_OPEN;
          case CONCURRENCY -> CONCURRENCY_LIMIT;
          case THROTTLE -> THROTTLED;
        };
    long seconds = (call.rejectedForMillis() + SECOND_MILLIS - 1) / SECOND_MILLIS;
    return problem.header(RETRY_AFTER, Long.toString(Math.max(1, seconds)));
  }

  /** Why {@code call} got no response, by what its last attempt ended with. */
  static Problem of(Throwable failure, MeshCall call) {
    return switch (Causes.kind(failure)) {
      case CONNECT_REFUSED -> CONNECT_REFUSED;
      case CONNECT_FAILED -> CONNECT_FAILED;
      case CONNECT_TIMEOUT -> CONNECT_TIMEOUT;
      case TLS -> TLS_FAILED;
      case TIMEOUT -> call.isOutOfTime() ? CALL_TIMEOUT : ATTEMPT_TIMEOUT;
      case BAD_RESPONSE -> BAD_RESPONSE;
      case RESET -> RESET;
    };
  }
}
