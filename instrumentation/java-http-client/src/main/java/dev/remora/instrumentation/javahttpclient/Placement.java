package dev.remora.instrumentation.javahttpclient;

import dev.remora.bootstrap.Call;
import dev.remora.bootstrap.Door;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.http.HttpRequest;

/**
 * Where one request goes, for as long as one attempt lasts. Lives in the loader of {@code
 * java.net.http}.
 *
 * <p>The JDK asks a request for its address several times, and every answer must be the same. A
 * placement is therefore kept in the request itself, without a map and without a lock: in its field
 * for the proxy, which the JDK heeds only when the proxy's type is HTTP.
 */
public final class Placement extends Proxy {
  private final Object request;
  private final Call call;

  /** Whether every attempt's end is told: the agent has seen the request. */
  private final boolean told;

  private volatile EndpointAddress address;
  private volatile Race race;

  private Placement(Object request, Call call, boolean told) {
    this(request, call, told, new EndpointAddress(call));
  }

  private Placement(Object request, Call call, boolean told, EndpointAddress address) {
    super(Type.SOCKS, address);
    this.request = request;
    this.call = call;
    this.told = told;
    this.address = address;
  }

  /**
   * Places a request of which every attempt's end will be told.
   *
   * @return null: not ours
   */
  static Placement begin(Internals internals, Object request, URI uri, Proxy proxy) {
    if (isLeftAlone(proxy) || uri == null) {
      return null;
    }
    Call call = Door.route(uri.getHost(), new SentRequest((HttpRequest) request, internals));
    return call == null ? null : new Placement(request, call, true);
  }

  private static boolean isLeftAlone(Proxy proxy) {
    return proxy != null && !(proxy instanceof Placement) && proxy.type() == Type.HTTP;
  }

  /**
   * Places a request, or finds it placed. How it ends is not told.
   *
   * @param request the JDK's own copy of the request
   * @param proxy what its field for the proxy holds; a real proxy resolves names itself and is left
   *     alone
   * @return null: not ours
   */
  public static Placement of(Object request, URI uri, Proxy proxy) {
    if (proxy instanceof Placement) {
      Placement placement = (Placement) proxy;
      // The JDK copies a request to follow a redirect or to answer a challenge; the copy goes where
      // its own pick says.
      if (placement.request == request) {
        return placement;
      }
    } else if (isLeftAlone(proxy)) {
      return null;
    }
    Call call = uri == null ? null : Door.route(uri.getHost());
    return call == null ? null : new Placement(request, call, false);
  }

  /** Whether this is the placement of {@code request} and not of one it was copied from. */
  boolean isOf(Object request) {
    return this.request == request;
  }

  /** The address to connect to. */
  public InetSocketAddress endpoint() {
    return address;
  }

  /** {@link #endpoint()} by its own type. */
  EndpointAddress endpointAddress() {
    return address;
  }

  /**
   * Moves on after {@code failure} to connect.
   *
   * @return false: there is no other endpoint, or the failure is not one of connecting
   */
  boolean failover(Throwable failure) {
    if (!Door.failover(call, failure)) {
      return false;
    }
    address = new EndpointAddress(call);
    return true;
  }

  /** See {@link Door#hedgeAfterMillis}. */
  long hedgeAfterMillis() {
    return Door.hedgeAfterMillis(call);
  }

  /** Places {@code copy} of the request for an attempt beside; null: see {@link Door#hedge}. */
  Placement hedge(Object copy) {
    Call beside = Door.hedge(call);
    return beside == null ? null : new Placement(copy, beside, true);
  }

  /** The request's attempts are those of a race from now on. */
  void enter(Race race) {
    this.race = race;
  }

  /** The race of the request's attempts, or null. */
  Race race() {
    return race;
  }

  /** The call has been placed anew, by the end of another attempt. */
  void standAnew() {
    address = new EndpointAddress(call);
  }

  /** See {@link Call#rejection()}. */
  String rejection() {
    return call.rejection();
  }

  /** See {@link Door#headers}. */
  String[] headers() {
    return told ? Door.headers(call) : null;
  }

  /** See {@link Door#attemptTimeoutMillis}. */
  long attemptTimeoutMillis(long own) {
    return Door.attemptTimeoutMillis(call, own);
  }

  /** See {@link Door#responded}. */
  void responded(int status) {
    Door.responded(call, status);
  }

  /** See {@link Door#failed}. */
  void failed(Throwable failure) {
    Door.failed(call, failure);
  }

  /** See {@link Door#cancelled}. */
  void cancelled() {
    Door.cancelled(call);
  }

  /** See {@link Door#retry(Call, int, String)}. */
  long retry(int status, String retryAfter) {
    return moved(Door.retry(call, status, retryAfter));
  }

  /** See {@link Door#retry(Call, Throwable)}. */
  long retry(Throwable failure) {
    return moved(Door.retry(call, failure));
  }

  private long moved(long pause) {
    if (pause >= 0) {
      address = new EndpointAddress(call);
    }
    return pause;
  }
}
