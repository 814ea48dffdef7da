package dev.remora.instrumentation.okhttp;

import dev.remora.bootstrap.Call;
import dev.remora.bootstrap.Door;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import okhttp3.Address;
import okhttp3.Dns;

/**
 * The {@code Dns} of an {@code Address} that belongs to a service: it knows one endpoint, by the
 * service's name.
 *
 * <p>OkHttp keeps connections by {@code Address}, and coalesces HTTP/2 connections only where the
 * {@code Dns} objects are equal. This one equals another when service and endpoint are the same, so
 * that a connection is never used for another endpoint, while everything that an interceptor, a
 * listener, an authenticator or a certificate check sees of the address stays logical.
 *
 * <p>Address and Dns belong to one call and are used by one thread at a time; only the part that
 * {@link #equals} looks at is shared, with whoever asks the pool later.
 */
public final class EndpointDns implements Dns {
  private final Dns application;
  private final String service;
  private final Call call;
  private final RoutedRequest request;
  private final InetAddress endpoint;
  private final int port;

  /** The route now being made goes through a proxy of the application's. */
  private boolean proxied;

  /** A connection is being looked for. */
  private boolean finding;

  /** The address to go on with. */
  private Address next;

  private EndpointDns(Dns application, String service, Call call, RoutedRequest request) {
    this.application = application;
    this.service = service;
    this.call = call;
    this.request = request;
    this.endpoint = call.address();
    this.port = call.port();
  }

  /**
   * The Dns of a new address.
   *
   * @param dns what the application has set
   * @param proxy what the application has set; null leaves the choice to a ProxySelector, later
   * @return {@code dns} itself: not ours
   */
  public static Dns place(String host, Dns dns, Proxy proxy) {
    if (dns == null
        || dns instanceof EndpointDns
        || (proxy != null && proxy.type() != Proxy.Type.DIRECT)) {
      return dns;
    }
    RoutedRequest request = RoutedRequest.current();
    Call call = request == null ? Door.route(host) : request.place(host);
    return call == null ? dns : new EndpointDns(dns, host, call, request);
  }

  /** A proxy resolves names itself, so only a direct route goes to the endpoint. */
  public static void selecting(Address address, Proxy proxy) {
    EndpointDns dns = of(address);
    if (dns != null) {
      dns.proxied = proxy.type() != Proxy.Type.DIRECT;
      if (dns.proxied && dns.request != null) {
        dns.request.leaveAlone();
      }
    }
  }

  /** The port to connect to, where {@code port} is what the URL or the proxy says. */
  public static int port(Address address, int port) {
    EndpointDns dns = of(address);
    return dns == null || dns.proxied ? port : dns.port;
  }

  /** The same socket addresses with the endpoint's port. */
  public static List<InetSocketAddress> ports(Address address, List<InetSocketAddress> sockets) {
    EndpointDns dns = of(address);
    if (dns == null || dns.proxied) {
      return sockets;
    }
    List<InetSocketAddress> placed = new ArrayList<>(sockets.size());
    for (InetSocketAddress socket : sockets) {
      placed.add(new InetSocketAddress(socket.getAddress(), dns.port));
    }
    return placed;
  }

  /** Notes whether a connection is being looked for. */
  public static void finding(Address address, boolean finding) {
    EndpointDns dns = of(address);
    if (dns != null) {
      dns.finding = finding;
    }
  }

  /** Whether a connection is being looked for, to an endpoint of ours. */
  public static boolean isFinding(Address address) {
    EndpointDns dns = of(address);
    return dns != null && dns.finding;
  }

  /** Whether the address is that of an endpoint. */
  public static boolean isOurs(Address address) {
    return of(address) != null;
  }

  /**
   * The address of another endpoint, when that of {@code address} could not be connected.
   *
   * @return null: let the application see {@code failure}
   */
  public static Address failover(Address address, Throwable failure) {
    EndpointDns dns = of(address);
    // A proxy that cannot be connected is none of our endpoints.
    if (dns == null || dns.proxied || !Door.failover(dns.call, failure)) {
      return null;
    }
    if (dns.request != null) {
      dns.request.movedOn(dns.call);
    }
    return dns.at(dns.call, address);
  }

  /** The same address at the endpoint of {@code call}. */
  private Address at(Call call, Address address) {
    return new Address(
        address.url().host(),
        address.url().port(),
        new EndpointDns(application, service, call, request),
        address.socketFactory(),
        address.sslSocketFactory(),
        address.hostnameVerifier(),
        address.certificatePinner(),
        address.proxyAuthenticator(),
        address.proxy(),
        address.protocols(),
        address.connectionSpecs(),
        address.proxySelector());
  }

  /**
   * As {@link #failover}, where the one who sees the failure cannot change the address itself.
   *
   * @return true: {@link #takeNext} has something to go on with
   */
  public static boolean failoverLater(Address address, Throwable failure) {
    Address next = failover(address, failure);
    if (next == null) {
      return false;
    }
    of(address).next = next;
    return true;
  }

  /**
   * What to go on with, once, after a failure or a retry; null is to go on with {@code address}.
   */
  public static Address takeNext(Address address) {
    EndpointDns dns = of(address);
    if (dns == null) {
      return null;
    }
    Address next = dns.next;
    dns.next = null;
    RoutedRequest request = dns.request;
    return next == null && request != null && request.hasMoved()
        ? dns.at(request.take(), address)
        : next;
  }

  /**
   * Another thread begins to connect {@code address} for its call.
   *
   * @return false: it did so already, or is none of ours
   */
  public static boolean lend(Address address) {
    EndpointDns dns = of(address);
    if (dns == null || dns.request == null || RoutedRequest.current() != null) {
      return false;
    }
    RoutedRequest.lend(dns.request);
    return true;
  }

  /** Ends what {@link #lend} began. */
  public static void giveBack() {
    RoutedRequest.lend(null);
  }

  private static EndpointDns of(Address address) {
    Dns dns = address.dns();
    return dns instanceof EndpointDns ? (EndpointDns) dns : null;
  }

  @Override
  public List<InetAddress> lookup(String hostname) throws UnknownHostException {
    return proxied || !service.equals(hostname)
        ? application.lookup(hostname)
        : Collections.singletonList(endpoint);
  }

  @Override
  public boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    if (!(other instanceof EndpointDns)) {
      return false;
    }
    EndpointDns that = (EndpointDns) other;
    return port == that.port
        && endpoint.equals(that.endpoint)
        && service.equals(that.service)
        && application.equals(that.application);
  }

  @Override
  public int hashCode() {
    return 31 * endpoint.hashCode() + port;
  }

  /** The service and its endpoint. */
  @Override
  public String toString() {
    return endpoint + ":" + port;
  }
}
