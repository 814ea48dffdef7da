package dev.remora.core;

import dev.remora.core.concurrent.Ticker;
import dev.remora.core.resilience.Admission;
import dev.remora.core.resilience.CallOverride;
import dev.remora.core.resilience.Failure;
import dev.remora.core.resilience.Hedging;
import dev.remora.core.resilience.Policies;
import dev.remora.core.resilience.Rejection;
import dev.remora.core.resilience.ResilientCluster;
import dev.remora.core.resilience.TimeLimits;
import dev.remora.core.routing.EndpointStats;
import dev.remora.core.routing.LiveEndpoint;
import dev.remora.core.routing.Outcome;
import dev.remora.core.routing.RequestInfo;
import dev.remora.core.security.Credential;
import dev.remora.core.telemetry.ObservedCall;
import dev.remora.core.telemetry.ObservedCall.Reason;
import dev.remora.core.telemetry.Telemetry;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * One request to a service: the endpoint it goes to now, the way on when that one fails, and what
 * became of it. Not thread-safe, as a request is not; neither are a call and its {@link #hedge}s
 * together.
 *
 * <p>A call that was routed with its {@link RequestInfo} is told how each attempt ends, by exactly
 * one of {@link #responded}, {@link #failed}, {@link #cancelled}, {@link #retry}, and {@link
 * #failover} that is true; a second end of the same attempt is ignored, so that a client may tell
 * it wherever it notices.
 *
 * <p>A hedge is an attempt beside the call's own, and a call in itself only so far as it stands at
 * an endpoint and is told how it ends. What the settings allow the call, and what the breaker and
 * its like count, they share.
 */
public final class MeshCall {
  /** Another attempt of the call is under way, or was answered: let go of what this one got. */
  public static final long ELSEWHERE = -2;

  private static final long MILLI = 1_000_000;
  private static final int TOO_MANY_REQUESTS = 429;

  private final ResilientCluster cluster;
  private final String host;
  private final RequestInfo request;
  private final Ticker ticker;
  private final Policies policies;
  private final Admission admission;
  private final Credential credential;
  private final long started;

  /** Null: nobody observes it. */
  private final ObservedCall observed;

  /** Null where there may be no hedges. */
  private Attempts attempts;

  private LiveEndpoint endpoint;
  private InetAddress address;
  private List<EndpointStats> tried;
  private boolean open;
  private boolean settled;
  private long began;
  private int retries;

  /** What the attempt is called towards {@link #observed}. */
  private int attempt;

  /** Of a hedge: whether it was let through by what may reject calls. */
  private boolean admitted;

  // The application's own limits as moments, or NONE as long as it has told none.
  private long ownEnd = TimeLimits.NONE;
  private long ownConnectEnd = TimeLimits.NONE;
  private boolean connectAsked;
  private boolean connectShortened;

  private MeshCall(
      ResilientCluster cluster,
      String host,
      RequestInfo request,
      Ticker ticker,
      Policies policies,
      Admission admission,
      Credential credential,
      MeshCall leader,
      ObservedCall observed,
      long now) {
    this.observed = observed;
    this.cluster = cluster;
    this.host = host;
    this.request = request;
    this.ticker = ticker;
    this.policies = policies;
    this.admission = admission;
    this.credential = credential;
    this.attempts = leader == null ? null : leader.attempts;
    this.started = leader == null ? now : leader.started;
  }

  /** The call that this is a hedge of; the call itself, if it is none. */
  private MeshCall leader() {
    return attempts == null ? this : attempts.leader;
  }

  /**
   * A call that is placed; null: there is no endpoint.
   *
   * @param override what is other for it than the service's settings say; or null
   * @param credential null: the call needs none
   * @param now of the ticker, in nanoseconds
   */
  static MeshCall begin(
      ResilientCluster cluster,
      String host,
      RequestInfo request,
      CallOverride override,
      Credential credential,
      Ticker ticker,
      Telemetry telemetry,
      long now) {
    Policies usual = cluster.policies();
    Policies policies = override == null ? usual : override.of(cluster.service(), usual);
    // What is not told how calls end can't judge by it.
    boolean counts = request != null && (credential == null || credential.rejection() == null);
    Admission admission = counts ? policies.admit(now) : null;
    ObservedCall observed = Observing.begin(telemetry, cluster.service(), host, request, now);
    MeshCall call =
        new MeshCall(
            cluster, host, request, ticker, policies, admission, credential, null, observed, now);
    if (call.rejection() != null) {
      LiveEndpoint anyone = cluster.pick(request, now);
      if (anyone == null) {
        return null;
      }
      call.standAt(anyone);
      Observing.rejected(observed, call.rejection(), now);
      return call;
    }
    LiveEndpoint first = cluster.pick(request, null, now);
    if (first == null) {
      if (admission != null) {
        admission.ended(Outcome.CANCELLED, 0, now);
      }
      return null;
    }
    if (request != null && policies.retries() != null) {
      policies.retries().called();
    }
    Hedging hedging = policies.hedging();
    if (hedging != null && request != null && hedging.allows(request)) {
      call.attempts = new Attempts(call);
      hedging.called();
    }
    call.place(first, Reason.FIRST, now);
    return call;
  }

  private void standAt(LiveEndpoint next) {
    endpoint = next;
    address = host.equals(cluster.service()) ? next.address() : next.addressNamed(host);
  }

  private void place(LiveEndpoint next, Reason reason, long now) {
    standAt(next);
    next.stats().picked();
    if (request != null) {
      open = true;
      began = now;
      next.stats().began();
      attempt = Observing.attempted(observed, next, reason, now);
    }
  }

  /** The service that is called, as the registry spells it. */
  public String service() {
    return cluster.service();
  }

  /** The endpoint's IP address, named exactly as the application named the service. */
  public InetAddress address() {
    return address;
  }

  /** The endpoint's port, 1 to 65535. */
  public int port() {
    return endpoint.port();
  }

  /**
   * Why the request must not be sent at all, for the application to read: one line that names the
   * service and what is the matter; null: send it. A rejected call counts nowhere, and how it ends
   * need not be told.
   */
  public String rejection() {
    String untrusted = credential == null ? null : credential.rejection();
    return untrusted != null || admission == null ? untrusted : admission.rejection();
  }

  /** What stands behind {@link #rejection}; null: nothing does. */
  public Rejection rejectedBy() {
    if (credential != null && credential.rejection() != null) {
      return Rejection.TOKEN;
    }
    return admission == null ? null : admission.rejectedBy();
  }

  /** In how many milliseconds a rejected call is worth trying again, as far as is known; else 0. */
  public long rejectedForMillis() {
    return admission == null ? 0 : admission.retryNanos(ticker.nanos()) / MILLI;
  }

  /** Whether the time is over that the service's settings leave the call as a whole. */
  public boolean isOutOfTime() {
    return leftOfCall(ticker.nanos()) <= 0;
  }

  /**
   * What the attempt is sent with besides the application's headers; asked for each attempt.
   *
   * @return names in lower case and values in turn; null: nothing
   */
  public String[] headers() {
    return AddedHeaders.of(
        credential == null ? null : credential.headers(), Observing.headers(observed));
  }

  /**
   * How long connecting may take: the rest of {@code own}, of which earlier endpoints of the same
   * attempt have used up some, or what the service's settings leave, whichever is less.
   *
   * @param own the application's own limit in milliseconds, 0 for none
   * @return never longer than that; 0 for no limit
   */
  public long connectTimeoutMillis(long own) {
    long now = ticker.nanos();
    if (!connectAsked) {
      connectAsked = true;
      ownConnectEnd = own > 0 ? now + own * MILLI : TimeLimits.NONE;
    }
    long ours = Math.min(policies.limits().connect(), leftOfCall(now));
    long left = left(ownConnectEnd, now);
    connectShortened = ours < left;
    return millis(Math.min(ours, left), own);
  }

  /**
   * How long this attempt may take from now until the head of the response. What the application
   * allows is for the call as a whole: what is left of it after a retry is less.
   *
   * @param own the application's own limit in milliseconds, 0 for none
   * @return never longer than that; 0 for no limit
   */
  public long attemptTimeoutMillis(long own) {
    long now = ticker.nanos();
    if (leader() == this && retries == 0) {
      ownEnd = own > 0 ? now + own * MILLI : TimeLimits.NONE;
    }
    long ours = Math.min(policies.limits().attempt(), leftOfCall(now));
    return millis(Math.min(ours, left(leader().ownEnd, now)), own);
  }

  private long leftOfCall(long now) {
    long limit = policies.limits().call();
    return limit == TimeLimits.NONE ? limit : limit - (now - started);
  }

  private static long left(long end, long now) {
    return end == TimeLimits.NONE ? end : end - now;
  }

  /** In whole milliseconds: 0 would be no limit, so what is over already is 1. */
  private static long millis(long nanos, long own) {
    if (nanos == TimeLimits.NONE) {
      return own;
    }
    long millis = Math.max(1, (nanos + MILLI - 1) / MILLI);
    return own > 0 ? Math.min(own, millis) : millis;
  }

  /**
   * Moves on to another endpoint after a failure to connect, or after a connect time-out that was
   * shorter than the application's own. Each endpoint is tried once.
   *
   * @param failure what connecting threw, as the client's own code saw it
   * @return true when nothing had been sent and another endpoint is there, on which the call now
   *     stands; false leaves it where it is, and how it ends has still to be told
   */
  public boolean failover(Throwable failure) {
    Failure kind = Failures.of(failure);
    if (rejection() != null
        || leader().settled
        || (kind != Failure.CONNECT && kind != Failure.CONNECT_TIMEOUT)) {
      return false;
    }
    long now = ticker.nanos();
    boolean timeLeft =
        kind == Failure.CONNECT
            || (connectShortened && left(ownConnectEnd, now) > 0 && leftOfCall(now) > 0);
    if (!timeLeft) {
      return false;
    }
    endpoint.stats().connectFailed();
    end(Outcome.CONNECT_FAILURE, 0, failure, now);
    giveUp();
    LiveEndpoint next = cluster.pick(request, tried, now);
    if (next == null) {
      return false;
    }
    place(next, Reason.FAILOVER, now);
    return true;
  }

  private void giveUp() {
    if (tried == null) {
      tried = new ArrayList<>(2);
    }
    tried.add(endpoint.stats());
  }

  /** Whether there may be hedges of the call: by its method, its body and the settings. */
  public boolean isHedgeable() {
    return attempts != null;
  }

  /**
   * How long to wait for the attempts that are under way before the call is hedged.
   *
   * @return milliseconds, at least 1; -1: it is not, or not any more
   */
  public long hedgeAfterMillis() {
    if (attempts == null || !attempts.leader.mayBeHedged()) {
      return -1;
    }
    long delay = policies.hedging().delayMillis();
    return delay >= attempts.leader.left(ticker.nanos()) / MILLI ? -1 : delay;
  }

  private boolean mayBeHedged() {
    return !settled
        && !attempts.heldBack
        && retries == 0
        && attempts.hedges.size() < policies.hedging().attempts();
  }

  /**
   * Begins another attempt of the call, at an endpoint where it has none yet, while others are
   * under way. They end in the same ways, whichever does first; what decides the call ends those
   * that are still under way, which are then to be given up.
   *
   * @return null: there is no such endpoint, the budget is used up, or it would be too much
   */
  public MeshCall hedge() {
    return attempts != null && attempts.leader.mayBeHedged() && isUnderWay()
        ? attempts.leader.hedged(ticker.nanos())
        : null;
  }

  private MeshCall hedged(long now) {
    List<EndpointStats> taken = new ArrayList<>();
    if (tried != null) {
      taken.addAll(tried);
    }
    taken.add(endpoint.stats());
    for (MeshCall hedge : attempts.hedges) {
      taken.add(hedge.endpoint.stats());
    }
    LiveEndpoint next = left(now) > 0 ? cluster.pickBeside(request, taken, now) : null;
    if (next == null || (admission != null && !admission.tryHedge(now))) {
      return null;
    }
    if (!policies.hedging().tryHedge(now)
        || (policies.retries() != null && !policies.retries().tryHedge(now))) {
      if (admission != null) {
        admission.hedgeEnded();
      }
      return null;
    }
    MeshCall hedge =
        new MeshCall(
            cluster, host, request, ticker, policies, null, credential, this, observed, now);
    hedge.admitted = admission != null;
    hedge.tried = taken;
    attempts.hedges.add(hedge);
    hedge.place(next, Reason.HEDGE, now);
    return hedge;
  }

  /** Whether any attempt of the call is. */
  private boolean isUnderWay() {
    boolean any = attempts.leader.open;
    for (MeshCall hedge : attempts.hedges) {
      any |= hedge.open;
    }
    return any;
  }

  private boolean isHedged() {
    return attempts != null && !attempts.hedges.isEmpty();
  }

  /** Whether another attempt decides about the call, now that this one got no answer. */
  private boolean isElsewhere() {
    leave();
    return leader().settled || isUnderWay();
  }

  /** Gives back what a hedge was let through by. */
  private void leave() {
    if (admitted) {
      admitted = false;
      attempts.leader.admission.hedgeEnded();
    }
  }

  /** Whether a response with {@code status} is no answer as long as there may be another. */
  private boolean isTurnedAway(int status) {
    return status >= 500
        || status == TOO_MANY_REQUESTS
        || (policies.retries() != null && policies.retries().isRetried(status));
  }

  /** The attempt got the head of a final response. */
  public void responded(int status) {
    long now = ticker.nanos();
    Outcome outcome = Outcome.of(status);
    end(outcome, status, null, now);
    leader().settle(outcome, status, null, now);
  }

  /** The attempt ended without a response. */
  public void failed(Throwable failure) {
    long now = ticker.nanos();
    Outcome outcome = outcome(Failures.of(failure));
    end(outcome, 0, failure, now);
    leader().settle(outcome, 0, failure, now);
  }

  /** The application gave up before there was a response. */
  public void cancelled() {
    long now = ticker.nanos();
    end(Outcome.CANCELLED, 0, null, now);
    leader().settle(Outcome.CANCELLED, 0, null, now);
  }

  private static Outcome outcome(Failure failure) {
    switch (failure) {
      case CONNECT:
      case CONNECT_TIMEOUT:
        return Outcome.CONNECT_FAILURE;
      case ABANDONED:
        return Outcome.CANCELLED;
      default:
        return Outcome.NO_RESPONSE;
    }
  }

  /**
   * Ends the attempt like {@link #responded}, and moves on to another endpoint, where there is one,
   * if the service's settings have the call tried again. In place of {@link #responded}, not after.
   *
   * @param status of the response, which is thrown away if the answer is not negative
   * @param retryAfter the response's {@code Retry-After} as it came, or null
   * @return how many milliseconds to wait before the next attempt, for which the call is placed
   *     already; -1: hand the response to the application; {@link #ELSEWHERE}, if there are hedges;
   *     of a hedge, it is the call itself that is placed
   */
  public long retry(int status, String retryAfter) {
    long now = ticker.nanos();
    Outcome outcome = Outcome.of(status);
    if (!isHedged()) {
      return retry(outcome, status, retryAfter, now);
    }
    end(outcome, status, null, now);
    if (attempts.leader.settled) {
      return ELSEWHERE;
    }
    if (isTurnedAway(status)) {
      attempts.heldBack |= retryAfter != null;
      if (isElsewhere()) {
        return ELSEWHERE;
      }
    }
    return attempts.leader.retry(outcome, status, retryAfter, now);
  }

  private long retry(Outcome outcome, int status, String retryAfter, long now) {
    long wait = -1;
    if (mayRetry()) {
      long epochMillis = System.currentTimeMillis();
      wait =
          policies
              .retries()
              .after(status, retryAfter, request, retries, epochMillis, left(now), now);
    }
    end(outcome, status, null, now);
    if (wait < 0 || !again(wait, now)) {
      settle(outcome, status, null, now);
      return -1;
    }
    return wait;
  }

  /**
   * As {@link #retry(int, String)}, after a failure when something may have been sent; also after a
   * {@link #failover} that was not possible.
   *
   * @return -1: hand the failure to the application
   */
  public long retry(Throwable failure) {
    long now = ticker.nanos();
    Failure kind = Failures.of(failure);
    Outcome outcome = outcome(kind);
    if (!isHedged()) {
      return retry(kind, outcome, failure, now);
    }
    end(outcome, 0, failure, now);
    return isElsewhere() ? ELSEWHERE : attempts.leader.retry(kind, outcome, failure, now);
  }

  private long retry(Failure kind, Outcome outcome, Throwable failure, long now) {
    long wait = -1;
    if (mayRetry()) {
      wait = policies.retries().after(kind, request, retries, left(now), now);
    }
    end(outcome, 0, failure, now);
    if (wait < 0 || !again(wait, now)) {
      settle(outcome, 0, failure, now);
      return -1;
    }
    return wait;
  }

  private boolean mayRetry() {
    return request != null && rejection() == null && !settled && policies.retries() != null;
  }

  private boolean again(long wait, long now) {
    giveUp();
    LiveEndpoint next = cluster.pick(request, tried, now);
    if (next == null) {
      // All have had their turn: the next round leaves out only the last.
      tried.clear();
      giveUp();
      next = cluster.pick(request, tried, now);
      if (next == null) {
        tried.clear();
        next = cluster.pick(request, null, now);
      }
    }
    if (next == null) {
      return false;
    }
    retries++;
    connectAsked = false;
    // It begins after the pause: what it takes is the endpoint's.
    place(next, Reason.RETRY, now + wait * MILLI);
    return true;
  }

  /** What is left for the call as a whole, in nanoseconds. */
  private long left(long now) {
    return Math.min(leftOfCall(now), left(leader().ownEnd, now));
  }

  private void end(Outcome outcome, int status, Throwable failure, long now) {
    if (open) {
      open = false;
      Observing.ended(observed, attempt, outcome, status, failure, now);
      long took = Math.max(0, now - began);
      cluster.ended(endpoint, outcome, took, now);
      if (attempts != null) {
        policies.hedging().ended(outcome, took);
      }
    }
  }

  private void settle(Outcome outcome, int status, Throwable failure, long now) {
    settled = request != null;
    if (isHedged()) {
      endOthers(outcome == Outcome.CANCELLED ? outcome : Outcome.OVERTAKEN, now);
    }
    if (admission != null) {
      admission.ended(outcome, status, now);
    }
    Observing.ended(observed, outcome, status, failure, now);
  }

  private void endOthers(Outcome outcome, long now) {
    end(outcome, 0, null, now);
    for (MeshCall hedge : attempts.hedges) {
      hedge.end(outcome, 0, null, now);
      hedge.leave();
    }
  }

  /** The service and the endpoint. */
  @Override
  public String toString() {
    return cluster.service() + " at " + endpoint;
  }
}
