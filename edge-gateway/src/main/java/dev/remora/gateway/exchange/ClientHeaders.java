package dev.remora.gateway.exchange;

import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Headers in which proxies tell of the client, of what it asked for, or of the trace that it
 * belongs to. A client must not: services take them for true. Some origins read an underscore as a
 * hyphen, so the gateway does too.
 */
final class ClientHeaders {
  private static final String FORWARDED = "x-forwarded-";

  /** What others put the client's address, its certificate, or another path into. */
  private static final Set<String> NAMES =
      Set.of(
          "x-forwarded",
          "x-real-ip",
          "true-client-ip",
          "x-client-ip",
          "x-cluster-client-ip",
          "cf-connecting-ip",
          "fastly-client-ip",
          // RFC 9440, section 2.4
          "client-cert",
          "client-cert-chain",
          "x-client-cert",
          "x-original-url",
          "x-original-host",
          "x-rewrite-url");

  private static final String HTTP_PORT = "80";
  private static final String HTTPS_PORT = "443";

  private ClientHeaders() {}

  /** Whether a header is not forwarded. {@code Forwarded} never is: X-Forwarded-For tells it. */
  static boolean isRefused(String name, boolean trusted) {
    char first = name.charAt(0);
    if ("xXfFtTcCbBuU".indexOf(first) < 0) {
      return false;
    }
    boolean underscored = name.indexOf('_') >= 0;
    String plain = name.toLowerCase(Locale.ROOT);
    if (underscored) {
      plain = plain.replace('_', '-');
    }
    boolean tells =
        plain.startsWith(FORWARDED) || NAMES.contains(plain) || TraceHeaders.contains(plain);
    return plain.equals("forwarded") || (tells && (!trusted || underscored));
  }

  /** Whom the client itself has called, with the port if it told one. */
  static String authority(Exchange exchange) {
    HostAndPort authority = exchange.request().authority();
    return authority == null ? exchange.host() : authority.toString();
  }

  /** The port that the client itself has called. */
  static String port(String authority, String scheme) {
    int colon = authority.lastIndexOf(':');
    return colon > authority.lastIndexOf(']')
        ? authority.substring(colon + 1)
        : scheme.equals("https") ? HTTPS_PORT : HTTP_PORT;
  }

  static boolean isHost(List<String> values) {
    return values.size() == 1 && HostForm.isGood(values.get(0));
  }

  static boolean isPort(List<String> values) {
    return values.size() == 1 && HostForm.isPort(values.get(0));
  }
}
