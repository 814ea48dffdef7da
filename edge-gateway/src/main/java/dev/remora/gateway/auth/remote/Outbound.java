package dev.remora.gateway.auth.remote;

import dev.remora.core.config.HttpUrl;
import dev.remora.core.transport.Callback;
import dev.remora.core.transport.Peer;
import dev.remora.core.transport.Request;
import dev.remora.core.transport.Tls;
import dev.remora.core.transport.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Requests to an issuer, which may name addresses itself: what it names must not lead the gateway
 * anywhere but to an issuer. TLS always, plain HTTP only on this machine and only where that is
 * allowed; this machine only where the operator has named it; never a link-local address, where
 * clouds keep their metadata. Redirects are not followed.
 */
public final class Outbound {
  /** What an answer may take. */
  public static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Transport transport;
  private final Executor executor;
  private final Tls tls;
  private final boolean allowHttp;
  private final boolean allowLoopback;
  private final Map<String, Peer> peers = new ConcurrentHashMap<>();

  /**
   * A way.
   *
   * @param executor for looking names up, which may block
   * @param ca PEM file of whom to trust; null: as the JVM does
   * @param allowHttp whether plain HTTP is allowed on this machine
   * @param named what the operator has named himself
   */
  public Outbound(
      Transport transport, Executor executor, String ca, boolean allowHttp, HttpUrl named) {
    this.transport = transport;
    this.executor = executor;
    this.tls = Tls.of(ca, null, null);
    this.allowHttp = allowHttp;
    this.allowLoopback = named.isLoopback();
  }

  /** Why {@code url} is no place to ask; null: it is one, as far as it can be seen. */
  public static String objection(HttpUrl url, boolean allowHttp) {
    if (url.tls()) {
      return null;
    }
    if (!url.isLoopback()) {
      return "is not https";
    }
    return allowHttp ? null : "is not https, and allow-http is not set";
  }

  /** Sends {@code request} to {@code url}; the callback is told in any case, on any thread. */
  public void send(HttpUrl url, Request request, Callback callback) {
    try {
      executor.execute(
          () -> {
            String objection = objection(url);
            if (objection != null) {
              callback.failed(new IOException(url + " " + objection));
            } else {
              peer(url).send(request, callback);
            }
          });
    } catch (RejectedExecutionException e) {
      callback.failed(new IOException("too much is being asked already"));
    }
  }

  private String objection(HttpUrl url) {
    String objection = objection(url, allowHttp);
    if (objection != null) {
      return objection;
    }
    try {
      // The transport looks the name up again, and gets the same out of the JVM's cache.
      for (InetAddress address : InetAddress.getAllByName(url.host())) {
        if (address.isLinkLocalAddress()
            || address.isAnyLocalAddress()
            || address.isMulticastAddress()) {
          return "leads to an address that is not asked";
        }
        if (address.isLoopbackAddress() && !allowLoopback) {
          return "leads to this machine, which the settings do not name";
        }
      }
      return null;
    } catch (UnknownHostException e) {
      return "can't be resolved";
    }
  }

  private Peer peer(HttpUrl url) {
    return peers.computeIfAbsent(
        url.tls() + url.host() + ":" + url.port(),
        key ->
            url.tls()
                ? transport.peer(url.host(), url.port(), tls)
                : transport.peer(url.host(), url.port()));
  }
}
