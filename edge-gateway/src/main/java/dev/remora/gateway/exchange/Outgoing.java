package dev.remora.gateway.exchange;

import dev.remora.core.resilience.CallOverride;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;

/** What a service is to be sent for a request; filters may change it until it is forwarded. */
public final class Outgoing {
  private final Exchange exchange;
  private String service;
  private String path;
  private String query;
  private boolean queryChanged;
  private String authority;
  private MultiMap headers;
  private CallOverride override;

  Outgoing(Exchange exchange) {
    this.exchange = exchange;
  }

  /** The service, as the registry spells it; null: there is none. */
  public String service() {
    return service;
  }

  /** Sends it to another service. */
  public void service(String service) {
    this.service = service;
  }

  /** What is other for the call than the service's settings say; null: nothing. */
  public CallOverride override() {
    return override;
  }

  /** Tells what is other for the call than the service's settings say. */
  public void override(CallOverride override) {
    this.override = override;
  }

  /** The method. */
  public HttpMethod method() {
    return exchange.request().method();
  }

  /** The path, escaped as it is sent. */
  public String path() {
    return path == null ? exchange.target().path() : path;
  }

  /** Sends another path, which begins with a slash and is escaped; the query stays. */
  public void path(String path) {
    this.path = path;
  }

  /** What follows the question mark, escaped; null: there is none. */
  public String query() {
    return queryChanged ? query : exchange.target().query();
  }

  /** Sends another query, escaped; null: none. */
  public void query(String query) {
    this.query = query;
    this.queryChanged = true;
  }

  /** Path and query, as they are sent. */
  public String target() {
    if (path == null && !queryChanged) {
      return exchange.target().toString();
    }
    String sent = query();
    return sent == null ? path() : path() + "?" + sent;
  }

  /** Whom the service takes itself for: what is sent as {@code Host} or {@code :authority}. */
  public String authority() {
    if (authority != null) {
      return authority;
    }
    String sent =
        exchange.request().authority() == null ? null : exchange.request().authority().toString();
    return sent == null || sent.isEmpty() ? service : sent;
  }

  /** Sends another {@code Host}. */
  public void authority(String authority) {
    this.authority = authority;
  }

  /**
   * The headers: those of the request that are not of the connection, and what the gateway says of
   * the client. Without {@code Host}, {@code Content-Length} and {@code Transfer-Encoding} kept as
   * they came.
   */
  public MultiMap headers() {
    if (headers == null) {
      headers = ForwardedHeaders.of(exchange);
    }
    return headers;
  }
}
