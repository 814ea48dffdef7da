package dev.remora.gateway.proxy;

import dev.remora.gateway.config.Cidr;
import dev.remora.gateway.exchange.Client;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.List;

/**
 * Tells who sent a request. Of what {@code X-Forwarded-For} says only that counts which a trusted
 * proxy has added: from the end, up to the first address that is not such a proxy's.
 */
final class Clients {
  private final List<Cidr> trusted;

  Clients(List<Cidr> trusted) {
    this.trusted = trusted;
  }

  Client of(HttpServerRequest request) {
    SocketAddress remote = request.connection().remoteAddress();
    String peer = remote.hostAddress();
    String scheme = request.isSSL() ? "https" : "http";
    if (trusted.isEmpty() || !isTrusted(peer)) {
      return new Client(peer, peer, remote.port(), false, scheme);
    }
    String told = request.headers().get("x-forwarded-proto");
    boolean known = "http".equals(told) || "https".equals(told);
    return new Client(behind(request, peer), peer, remote.port(), true, known ? told : scheme);
  }

  private String behind(HttpServerRequest request, String peer) {
    String client = peer;
    List<String> lines = request.headers().getAll("x-forwarded-for");
    for (int i = lines.size() - 1; i >= 0; i--) {
      String[] hops = lines.get(i).split(",", -1);
      for (int j = hops.length - 1; j >= 0; j--) {
        String hop = hops[j].trim();
        if (!Cidr.isAddress(hop)) {
          return client;
        }
        client = hop;
        if (!isTrusted(hop)) {
          return client;
        }
      }
    }
    return client;
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
