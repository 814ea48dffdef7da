package dev.remora.core.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Where an HTTP server of the agent's own is: scheme, host, port and path. Immutable. */
public final class HttpUrl {
  private final String text;
  private final boolean tls;
  private final String host;
  private final int port;
  private final String path;
  private final String query;

  private HttpUrl(String text, URI uri) {
    this.text = text;
    this.tls = uri.getScheme().equalsIgnoreCase("https");
    this.host = uri.getHost();
    this.port = uri.getPort() < 0 ? (tls ? 443 : 80) : uri.getPort();
    this.path = uri.getRawPath() == null ? "" : uri.getRawPath();
    this.query = uri.getRawQuery();
  }

  /** Null: it is none, or has a user, a query or a fragment. */
  public static HttpUrl parse(String text) {
    HttpUrl url = parseWithQuery(text);
    return url == null || url.query != null ? null : url;
  }

  /** As {@link #parse}, but there may be a query. */
  public static HttpUrl parseWithQuery(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      return null;
    }
    String scheme = uri.getScheme();
    boolean http = "https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme);
    return !http
            || uri.getHost() == null
            || uri.getRawUserInfo() != null
            || uri.getRawFragment() != null
            || uri.getPort() > 65_535
            || uri.getPort() == 0
        ? null
        : new HttpUrl(text, uri);
  }

  /** Whether TLS is spoken. */
  public boolean tls() {
    return tls;
  }

  /** A name, or an address, in brackets if it is one of IPv6. */
  public String host() {
    return host;
  }

  /** 1 to 65535. */
  public int port() {
    return port;
  }

  /** Encoded; empty, or beginning with a slash. */
  public String path() {
    return path;
  }

  /** What a request is made for: path, and query if there is one. */
  public String pathAndQuery() {
    return (path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
  }

  /** Whether it can't be anywhere but on this machine. */
  public boolean isLoopback() {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.equals("[::1]")
        || name.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HttpUrl && ((HttpUrl) other).text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** As it was written. */
  @Override
  public String toString() {
    return text;
  }
}
