package dev.remora.instrumentation.apachehttpclient4;

import dev.remora.bootstrap.Call;
import dev.remora.bootstrap.Door;
import java.net.InetAddress;
import org.apache.http.HttpHost;
import org.apache.http.conn.routing.HttpRoute;

/**
 * What a thread is doing between asking for a connection and having an answer: one request at one
 * service. The blocking client does all of it on one thread, so each layer finds the attempt here,
 * and none but the pool and the socket has to know of endpoints.
 */
public class Attempt {
  private static final ThreadLocal<Attempt> CURRENT = new ThreadLocal<>();

  /** Of a request that is made while another is under way, in a socket factory for example. */
  private final Attempt outer;

  private HttpRoute logical;
  private Call call;
  private HttpRoute key;
  private boolean leased;
  private boolean left;

  Attempt() {
    this.outer = CURRENT.get();
    CURRENT.set(this);
  }

  /**
   * Begins an attempt.
   *
   * @return null: not ours
   */
  public static Attempt begin(HttpRoute route) {
    Call call = EndpointRoutes.place(route);
    if (call == null) {
      return null;
    }
    Attempt attempt = new Attempt();
    attempt.place(route, call);
    return attempt;
  }

  static Attempt current() {
    return CURRENT.get();
  }

  /**
   * Ends the attempt, unless its endpoint could not be connected and there is another.
   *
   * @return true: it goes on, at the next endpoint
   */
  public static boolean goesOn(Attempt attempt, Throwable failure) {
    if (attempt == null) {
      return false;
    }
    if (attempt.moveOn(failure)) {
      return true;
    }
    attempt.end();
    return false;
  }

  /** The route under which the connection manager is to look for a connection. */
  public static HttpRoute lease(Object manager, HttpRoute route) {
    Attempt attempt = CURRENT.get();
    return attempt == null ? route : attempt.leaseFor(manager, route);
  }

  HttpRoute leaseFor(Object manager, HttpRoute route) {
    if (!route.equals(logical)) {
      return route;
    }
    leased = true;
    PoolSettings.carryOver(manager, route, key);
    return key;
  }

  /**
   * The attempt of this thread that {@code host} is the target of.
   *
   * @param host as the application or as the pool knows it
   * @return null: none
   */
  static Attempt to(HttpHost host) {
    Attempt attempt = CURRENT.get();
    return attempt != null
            && attempt.leased
            && (host.equals(attempt.logical.getTargetHost())
                || host.equals(attempt.key.getTargetHost()))
        ? attempt
        : null;
  }

  final void place(HttpRoute route, Call call) {
    this.logical = route;
    this.call = call;
    this.key = EndpointRoutes.key(route, call);
    this.leased = false;
    this.left = false;
  }

  /** What follows on this thread, until the next route, is not ours. */
  final void unplace() {
    logical = null;
    leased = false;
  }

  final boolean moveOn(Throwable failure) {
    if (!leased || left || !Door.failover(call, failure)) {
      return false;
    }
    place(logical, call);
    return true;
  }

  final void end() {
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
  }

  /** Where the connection goes is the application's affair: through a SOCKS proxy of its own. */
  final void leaveAlone() {
    left = true;
  }

  final HttpRoute logical() {
    return logical;
  }

  final HttpRoute key() {
    return key;
  }

  /** The host to connect, without an address. */
  final HttpHost host() {
    HttpHost host = logical.getTargetHost();
    return new HttpHost(host.getHostName(), call.port(), host.getSchemeName());
  }

  /** The host to connect, with the address. Needs HttpCore 4.4. */
  final HttpHost addressedHost() {
    HttpHost host = logical.getTargetHost();
    return new HttpHost(call.address(), host.getHostName(), call.port(), host.getSchemeName());
  }

  /** The one address that the name of the service stands for now. */
  final InetAddress[] addresses() {
    return new InetAddress[] {call.address()};
  }
}
