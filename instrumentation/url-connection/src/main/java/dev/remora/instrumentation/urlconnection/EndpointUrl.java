package dev.remora.instrumentation.urlconnection;

import dev.remora.bootstrap.Call;
import dev.remora.bootstrap.Door;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.MalformedURLException;
import java.net.Proxy;
import java.net.URL;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The URL that the JDK's inner client gets instead of the application's: the endpoint's IP and
 * port, the same path and query, and in the fragment, which never leaves the process, the logical
 * host. Lives in the bootstrap loader.
 */
public final class EndpointUrl {
  /**
   * Tells our fragments from the application's; random, so that no URL from outside can pass for
   * one of ours.
   */
  private static final String MARK =
      Long.toHexString(ThreadLocalRandom.current().nextLong())
          + Long.toHexString(
              System.nanoTime() ^ ((long) System.identityHashCode(new Object()) << 32))
          + "@";

  private EndpointUrl() {}

  /**
   * Places a request.
   *
   * @param proxy the proxy the connection will go through; a real one resolves names itself and is
   *     left alone
   * @return null: not ours; otherwise this thread connects it until {@link RoutedConnection#exit}
   */
  public static RoutedConnection place(HttpURLConnection connection, URL url, Proxy proxy) {
    if ((proxy != null && proxy.type() != Proxy.Type.DIRECT) || !Door.isOpen()) {
      return null;
    }
    RoutedConnection placed = RoutedConnection.place(connection, url.getHost());
    if (placed != null) {
      placed.enter();
    }
    return placed;
  }

  /** Where {@code placed} stands, for the request of {@code url}. */
  public static URL of(RoutedConnection placed, URL url) throws MalformedURLException {
    return at(placed.call(), url, placed.host());
  }

  /** The same for a further attempt of the request that {@code url}, a URL of ours, was for. */
  public static URL again(RoutedConnection placed, URL url) throws MalformedURLException {
    placed.taken();
    return of(placed, url);
  }

  /**
   * The call that {@code url}, a URL of ours, belongs to while its connection is being opened.
   *
   * @return null: {@code url} is none of ours
   */
  public static Call callOf(URL url) {
    String host = logicalHost(url);
    RoutedConnection current = host == null ? null : RoutedConnection.current();
    if (current == null || !current.host().equals(host)) {
      return null;
    }
    current.opening(url);
    return current.call();
  }

  /** Where {@code call} is, if that is not where {@code url} points. */
  public static URL moved(Call call, URL url) throws MalformedURLException {
    return call == null || isAt(call, url) ? null : at(call, url, logicalHost(url));
  }

  /** Where {@code call} is now, for the request of {@code failed}. */
  public static URL next(Call call, URL failed, Throwable failure) throws MalformedURLException {
    do {
      if (!Door.failover(call, failure)) {
        return null;
      }
    } while (isAt(call, failed));
    return at(call, failed, logicalHost(failed));
  }

  /**
   * The host that the application named.
   *
   * @return null: {@code url} is none of ours
   */
  public static String logicalHost(URL url) {
    String fragment = url.getRef();
    return isOurs(fragment) ? fragment.substring(MARK.length()) : null;
  }

  /** Whether a URL is one of ours. */
  public static boolean isOurs(URL url) {
    return isOurs(url.getRef());
  }

  /** Whether a URL with this fragment (or null) is one of ours. */
  static boolean isOurs(String fragment) {
    return fragment != null && fragment.startsWith(MARK);
  }

  /** The same URL as the application wrote it, as far as the inner client can tell. */
  public static URL logical(URL url, String host) throws MalformedURLException {
    return new URL(url.getProtocol(), host, url.getPort(), url.getFile());
  }

  private static URL at(Call call, URL url, String host) throws MalformedURLException {
    return new URL(
        url.getProtocol(), ip(call.address()), call.port(), url.getFile() + "#" + MARK + host);
  }

  /** Whether {@code url} points where {@code call} stands. */
  static boolean isAt(Call call, URL url) {
    return call.port() == url.getPort() && bracketed(call.address()).equals(url.getHost());
  }

  private static String ip(InetAddress address) {
    return address.getHostAddress();
  }

  private static String bracketed(InetAddress address) {
    String ip = ip(address);
    return ip.indexOf(':') < 0 ? ip : "[" + ip + "]";
  }
}
