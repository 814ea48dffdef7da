package dev.remora.instrumentation.apachehttpclient5;

import dev.remora.bootstrap.Call;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.util.Timeout;

/**
 * What one request holds of a connection pool: a connection to one endpoint at a time, exchanged
 * for one to the next endpoint when it cannot be connected.
 *
 * @param <C> what the pool leases
 */
final class Lease<C> {
  final String id;
  final Object state;
  final Timeout timeout;
  private final HttpRoute route;
  private volatile Call call;

  private final AtomicReference<C> owed = new AtomicReference<>();
  private volatile C current;
  private volatile Cancellable waiting;
  private volatile boolean ended;
  private volatile boolean kept;

  Lease(Call call, String id, HttpRoute route, Object state, Timeout timeout) {
    this.call = call;
    this.id = id;
    this.route = route;
    this.state = state;
    this.timeout = timeout;
  }

  Call call() {
    return call;
  }

  /** What it is held for is another request to the same service from now on. */
  void place(Call next) {
    call = next;
  }

  /** The route that the application asked for. */
  HttpRoute logicalRoute() {
    return route;
  }

  /** The route to the endpoint where the call is now. */
  HttpRoute route() {
    return Routes.toEndpoint(route, call);
  }

  /**
   * Takes what the pool gave.
   *
   * @param kept whether it was connected for an earlier request
   * @return false: the request has ended meanwhile, {@link #exchange} and give back what that
   *     returns
   */
  boolean take(C leased, boolean kept) {
    this.kept = kept;
    current = leased;
    owed.set(leased);
    waiting = null;
    return !ended;
  }

  /** What the request works with; stays what it was last when it has been given back. */
  C current() {
    return current;
  }

  /** Whether what the request works with was connected for an earlier one. */
  boolean isKept() {
    return kept;
  }

  /** What must be given back before another is asked for; null: it has been given back. */
  C exchange() {
    return owed.getAndSet(null);
  }

  /** Whether the client has given it back, or the application has given up. */
  boolean isEnded() {
    return ended;
  }

  /** Lets {@link #end} end the wait for the next one. */
  void waitsFor(Cancellable wait) {
    waiting = wait;
    if (ended) {
      wait.cancel();
    }
  }

  /** What {@link #waitsFor} was told of has come to its end. */
  void waitsNoMore() {
    waiting = null;
  }

  /** Ends it; returns what must be given back, or null. */
  C end() {
    ended = true;
    Cancellable wait = waiting;
    if (wait != null) {
      wait.cancel();
    }
    return owed.getAndSet(null);
  }
}
