package dev.remora.core.resilience;

import dev.remora.core.config.HedgeAfter;
import dev.remora.core.config.ServiceConfig;
import dev.remora.core.routing.Outcome;
import dev.remora.core.routing.RequestInfo;
import java.util.List;

/**
 * Decides on attempts that are made beside one that takes long: gRPC's hedging, Finagle's backup
 * requests, Envoy's {@code hedge_policy}.
 *
 * <p>{@code hedge.after} is gRPC's {@code hedgingDelay}, or as in Finagle a percentile of what
 * attempts take; {@code hedge.attempts} counts what comes beside the first, of which gRPC allows
 * four ({@code maxAttempts} of 5). By default it is one, as in Finagle: the second is what gains
 * most. Only methods that read are hedged, GET, HEAD and OPTIONS unless others are declared: that a
 * request is done twice at the same time is more than idempotence promises.
 *
 * <p>What turns a call away, a status of 500 or above, 429, or one that is tried again, is no
 * answer as long as another attempt is under way, as those of gRPC's {@code nonFatalStatusCodes};
 * of any other the first wins. A {@code Retry-After} is taken for gRPC's pushback: nothing more is
 * sent beside.
 *
 * <p>The extra load is bounded as Finagle bounds it, by a budget of hedging's own: 5 % of the calls
 * that may be hedged, which is what {@code p95} leaves, or ten per second ({@code
 * RetryBudget.DefaultMinRetriesPerSec}).
 *
 * @see <a href="https://github.com/grpc/proposal/blob/master/A6-client-retries.md">gRPC A6</a>
 * @see <a
 *     href="https://twitter.github.io/finagle/docs/com/twitter/finagle/client/BackupRequestFilter$.html">Finagle's
 *     BackupRequestFilter</a>
 * @see <a
 *     href="https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/http/http_routing#request-hedging">Envoy's
 *     request hedging</a>
 */
public final class Hedging {
  private static final long MILLI = 1_000_000;

  private final long delayMillis;
  private final LatencyPercentile latency;
  private final int attempts;
  private final List<String> methods;
  private final RetryBudget budget;

  private Hedging(ServiceConfig config) {
    HedgeAfter after = config.hedgeAfter();
    delayMillis = after.delay() == null ? -1 : after.delay().toMillis();
    latency = after.delay() == null ? new LatencyPercentile(after.percentile()) : null;
    attempts = config.hedgeAttempts();
    methods = config.hedgeMethods();
    budget = new RetryBudget(config.hedgeBudget().share(), config.hedgeBudgetFloor());
  }

  /** Null where nothing is hedged. */
  static Hedging of(ServiceConfig config) {
    return config.hedgeAfter() == null ? null : new Hedging(config);
  }

  /** Whether {@code request} may be sent twice at the same time. */
  public boolean allows(RequestInfo request) {
    String method = request.method();
    return method != null && methods.contains(method) && request.isRepeatable();
  }

  /** A call begins that may be hedged. */
  public void called() {
    budget.called();
  }

  /** How many attempts may be made beside the first. */
  public int attempts() {
    return attempts;
  }

  /** How many milliseconds an attempt is waited for, at least 1; -1: that is not known yet. */
  public long delayMillis() {
    if (latency == null) {
      return delayMillis;
    }
    long nanos = latency.nanos();
    return nanos == 0 ? -1 : (nanos + MILLI - 1) / MILLI;
  }

  /** Whether there may be one attempt more now, which is then paid for. */
  public boolean tryHedge(long now) {
    return budget.tryRetry(now);
  }

  /** An attempt has ended. */
  public void ended(Outcome outcome, long took) {
    if (latency == null) {
      return;
    }
    switch (outcome) {
      case CONNECT_FAILURE:
      case CANCELLED:
        return;
      case OVERTAKEN:
      case NO_RESPONSE:
        // It would have taken longer than that, how much is not known.
        latency.atLeast(took);
        return;
      default:
        latency.took(took);
    }
  }
}
