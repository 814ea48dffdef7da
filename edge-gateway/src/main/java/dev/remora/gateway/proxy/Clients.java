package dev.remora.gateway.proxy;

import dev.remora.gateway.config.Cidr;
import dev.remora.gateway.exchange.Client;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.List;

/**
 * Tells who sent a request. Of what {@code X-Forwarded-For} says only that counts which a trusted
 * proxy has added: from the end, up to the first address that is not such a proxy's. Where a
 * trusted proxy sends none, but {@code Forwarded} (RFC 7239), that counts in the same way.
 */
final class Clients {
  private final List<Cidr> trusted;

  Clients(List<Cidr> trusted) {
    this.trusted = trusted;
  }

  Client of(HttpServerRequest request) {
    SocketAddress remote = request.connection().remoteAddress();
    String scheme = request.isSSL() ? "https" : "http";
    return of(remote.hostAddress(), remote.port(), scheme, request.headers());
  }

  Client of(String peer, int port, String scheme, MultiMap headers) {
    if (trusted.isEmpty() || !isTrusted(peer)) {
      return new Client(peer, port, scheme);
    }
    List<String> addresses = headers.getAll("x-forwarded-for");
    boolean isFor = !addresses.isEmpty() || headers.get("forwarded") == null;
    ForwardedElements forwarded = isFor ? null : ForwardedElements.of(headers.getAll("forwarded"));
    String address = peer;
    StringBuilder path = new StringBuilder(peer);
    List<String> hops = isFor ? hops(addresses) : forwarded.addresses();
    for (int i = hops.size() - 1; i >= 0 && isTrusted(address); i--) {
      String hop = hops.get(i);
      if (!Cidr.isAddress(hop)) {
        break;
      }
      address = hop;
      path.insert(0, ", ").insert(0, hop);
    }
    List<String> told = isFor ? headers.getAll("x-forwarded-proto") : forwarded.schemes();
    return new Client(address, peer, port, true, known(told, scheme), path.toString());
  }

  private static String known(List<String> told, String otherwise) {
    String last = told.isEmpty() ? "" : told.get(told.size() - 1);
    return last.equals("http") || last.equals("https") ? last : otherwise;
  }

  private static List<String> hops(List<String> lines) {
    return List.of(String.join(",", lines).split(",", -1)).stream().map(String::trim).toList();
  }

  private boolean isTrusted(String address) {
    for (Cidr cidr : trusted) {
      if (cidr.contains(address)) {
        return true;
      }
    }
    return false;
  }
}
