package dev.remora.core;

import dev.remora.core.concurrent.Ticker;
import dev.remora.core.resilience.Admission;
import dev.remora.core.resilience.Failure;
import dev.remora.core.resilience.Policies;
import dev.remora.core.resilience.ResilientCluster;
import dev.remora.core.resilience.TimeLimits;
import dev.remora.core.routing.EndpointStats;
import dev.remora.core.routing.LiveEndpoint;
import dev.remora.core.routing.Outcome;
import dev.remora.core.routing.RequestInfo;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * One request to a service: the endpoint it goes to now, the way on when that one fails, and what
 * became of it. Not thread-safe, as a request is not.
 *
 * <p>A call that was routed with its {@link RequestInfo} is told how each attempt ends, by exactly
 * one of {@link #responded}, {@link #failed}, {@link #cancelled}, {@link #retry}, and {@link
 * #failover} that is true; a second end of the same attempt is ignored, so that a client may tell
 * it wherever it notices.
 */
public final class MeshCall {
  private static final long MILLI = 1_000_000;

  private final ResilientCluster cluster;
  private final String host;
  private final RequestInfo request;
  private final Ticker ticker;
  private final Policies policies;
  private final Admission admission;
  private final long started;
  private LiveEndpoint endpoint;
  private InetAddress address;
  private List<EndpointStats> tried;
  private boolean open;
  private boolean settled;
  private long began;
  private int retries;

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
      long now) {
    this.cluster = cluster;
    this.host = host;
    this.request = request;
    this.ticker = ticker;
    this.policies = policies;
    this.admission = admission;
    this.started = now;
  }

  /** A call that is placed; null: there is no endpoint. */
  static MeshCall begin(ResilientCluster cluster, String host, RequestInfo request, Ticker ticker) {
    long now = ticker.nanos();
    Policies policies = cluster.policies();
    // What is not told how calls end can't judge by it.
    Admission admission = request == null ? null : policies.admit(now);
    MeshCall call = new MeshCall(cluster, host, request, ticker, policies, admission, now);
    if (call.rejection() != null) {
      LiveEndpoint anyone = cluster.pick(request, now);
      if (anyone == null) {
        return null;
      }
      call.standAt(anyone);
      return call;
    }
    LiveEndpoint first = cluster.pick(request, null, now);
    if (first == null) {
      call.settle(Outcome.CANCELLED, 0, now);
      return null;
    }
    if (request != null && policies.retries() != null) {
      policies.retries().called();
    }
    call.place(first, now);
    return call;
  }

  private void standAt(LiveEndpoint next) {
    endpoint = next;
    address = host.equals(cluster.service()) ? next.address() : next.addressNamed(host);
  }

  private void place(LiveEndpoint next, long now) {
    standAt(next);
    next.stats().picked();
    if (request != null) {
      open = true;
      began = now;
      next.stats().began();
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
    return admission == null ? null : admission.rejection();
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
    if (retries == 0) {
      ownEnd = own > 0 ? now + own * MILLI : TimeLimits.NONE;
    }
    long ours = Math.min(policies.limits().attempt(), leftOfCall(now));
    return millis(Math.min(ours, left(ownEnd, now)), own);
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
        || settled
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
    end(Outcome.CONNECT_FAILURE, now);
    giveUp();
    LiveEndpoint next = cluster.pick(request, tried, now);
    if (next == null) {
      return false;
    }
    place(next, now);
    return true;
  }

  private void giveUp() {
    if (tried == null) {
      tried = new ArrayList<>(2);
    }
    tried.add(endpoint.stats());
  }

  /** The attempt got the head of a final response. */
  public void responded(int status) {
    long now = ticker.nanos();
    Outcome outcome = Outcome.of(status);
    end(outcome, now);
    settle(outcome, status, now);
  }

  /** The attempt ended without a response. */
  public void failed(Throwable failure) {
    long now = ticker.nanos();
    Outcome outcome = outcome(Failures.of(failure));
    end(outcome, now);
    settle(outcome, 0, now);
  }

  /** The application gave up before there was a response. */
  public void cancelled() {
    long now = ticker.nanos();
    end(Outcome.CANCELLED, now);
    settle(Outcome.CANCELLED, 0, now);
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
   *     already; -1: hand the response to the application
   */
  public long retry(int status, String retryAfter) {
    long now = ticker.nanos();
    Outcome outcome = Outcome.of(status);
    long wait = -1;
    if (mayRetry()) {
      long epochMillis = System.currentTimeMillis();
      wait =
          policies
              .retries()
              .after(status, retryAfter, request, retries, epochMillis, left(now), now);
    }
    end(outcome, now);
    if (wait < 0 || !again(wait, now)) {
      settle(outcome, status, now);
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
    long wait = -1;
    if (mayRetry()) {
      wait = policies.retries().after(kind, request, retries, left(now), now);
    }
    end(outcome, now);
    if (wait < 0 || !again(wait, now)) {
      settle(outcome, 0, now);
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
    place(next, now + wait * MILLI);
    return true;
  }

  /** What is left for the call as a whole, in nanoseconds. */
  private long left(long now) {
    return Math.min(leftOfCall(now), left(ownEnd, now));
  }

  private void end(Outcome outcome, long now) {
    if (open) {
      open = false;
      cluster.ended(endpoint, outcome, Math.max(0, now - began), now);
    }
  }

  private void settle(Outcome outcome, int status, long now) {
    settled = request != null;
    if (admission != null) {
      admission.ended(outcome, status, now);
    }
  }

  /** The service and the endpoint. */
  @Override
  public String toString() {
    return cluster.service() + " at " + endpoint;
  }
}
