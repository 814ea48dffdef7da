package dev.remora.it.contract.endpoint;

/**
 * Where a request arrived.
 *
 * @param server what the endpoint stands for: the name of a service, {@code external}, {@code
 *     proxy}
 * @param endpoint which of the service's endpoints: {@code A}, {@code B}, {@code C}
 * @param connection number of the connection, unique among all endpoints of a world
 * @param tls whether it came over TLS
 * @param sni the server name the client asked for in its TLS handshake, or null
 */
public record Origin(String server, String endpoint, int connection, boolean tls, String sni) {
  @Override
  public String toString() {
    return server + "/" + endpoint + "#" + connection;
  }
}
