package dev.remora.instrumentation.apachehttpclient5;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.hc.core5.http.HttpHost;

/**
 * Which host the application named, for each host of ours that stands for an endpoint. {@link
 * HttpHost} is final and has no room for it.
 *
 * <p>Endpoints come and go for as long as a JVM lives, so this forgets: two generations of at most
 * {@value #GENERATION} each. Every request notes its endpoint anew, so what is in use stays.
 */
public final class LogicalHosts {
  private static final int GENERATION = 4096;

  private static volatile ConcurrentMap<HttpHost, HttpHost> young = new ConcurrentHashMap<>();
  private static volatile ConcurrentMap<HttpHost, HttpHost> old = new ConcurrentHashMap<>();

  private LogicalHosts() {}

  static void remember(HttpHost endpoint, HttpHost logical) {
    ConcurrentMap<HttpHost, HttpHost> hosts = young;
    if (logical.equals(hosts.get(endpoint))) {
      return;
    }
    if (hosts.size() >= GENERATION) {
      old = hosts;
      hosts = new ConcurrentHashMap<>();
      young = hosts;
    }
    hosts.put(endpoint, logical);
  }

  /**
   * The host that the application named.
   *
   * @return null: {@code host} is none of ours
   */
  public static HttpHost of(HttpHost host) {
    if (host.getAddress() == null) {
      return null;
    }
    HttpHost logical = young.get(host);
    return logical == null ? old.get(host) : logical;
  }
}
