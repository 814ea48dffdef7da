package dev.remora.core.resilience;

import dev.remora.core.config.ServiceConfig;
import dev.remora.core.routing.RequestInfo;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which calls are tried again, after what, and how often. Immutable.
 *
 * <p>{@code retry.attempts} counts what comes after the first attempt, as {@code num_retries} of
 * Envoy and {@code attempts} of the Gateway API (GEP-1731) do: 2 makes three attempts at most. The
 * default is 0. An application that this agent was put into was written without it: that its
 * requests may be sent twice is its owner's to say. Envoy, Linkerd and Finagle (for anything that
 * was sent) have the same default; what is on from the start is moving on after a failure to
 * connect, which sends nothing twice.
 *
 * <p>The conditions are words of Envoy's {@code retry_on}, and statuses as in GEP-1731: {@code
 * connect}, here a connect time-out, as other failures to connect are moved on from anyway; {@code
 * reset}, the connection broke before there was a response; {@code timeout}, the time for an
 * attempt was up; {@code 5xx}. By default all but the last two: a call that is too slow is made no
 * faster by being done twice, and a 500 is mostly the request's own fault. The methods are those
 * that are idempotent by RFC 9110, section 9.2.2, unless others are declared.
 */
final class RetryPolicy {
  private final int attempts;
  private final boolean connect;
  private final boolean reset;
  private final boolean timeout;
  private final boolean serverErrors;
  private final Set<Integer> statuses = new HashSet<>();
  private final List<String> methods;

  RetryPolicy(ServiceConfig config) {
    this(config.retryAttempts(), config.retryOn(), config.retryMethods());
  }

  RetryPolicy(int attempts, List<String> on, List<String> methods) {
    this.attempts = attempts;
    this.methods = methods;
    connect = on.contains("connect");
    reset = on.contains("reset");
    timeout = on.contains("timeout");
    serverErrors = on.contains("5xx");
    for (String word : on) {
      if (Character.isDigit(word.charAt(0)) && !word.endsWith("xx")) {
        statuses.add(Integer.valueOf(word));
      }
    }
  }

  /** Retries after the first attempt, at least 1. */
  int attempts() {
    return attempts;
  }

  /** Whether {@code request} may be sent twice. */
  boolean allows(RequestInfo request) {
    String method = request.method();
    return method != null && methods.contains(method) && request.isRepeatable();
  }

  /** Whether a response with {@code status} is worth another attempt. */
  boolean isRetried(int status) {
    return (serverErrors && status >= 500 && status <= 599) || statuses.contains(status);
  }

  /** Whether {@code failure} is worth another attempt. */
  boolean isRetried(Failure failure) {
    switch (failure) {
      case CONNECT:
      case CONNECT_TIMEOUT:
        return connect;
      case TIMEOUT:
        return timeout;
      case RESET:
        return reset;
      default:
        return false;
    }
  }
}
