package dev.remora.gateway.tls;

import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * TLS to endpoints, with what the files held at one time. Connections that were made with another
 * one of these, be it of the same service, are not the same. Immutable.
 */
public final class ClientTls {
  private final ClientSSLOptions options;
  private final ClientSSLOptions http2;

  /** Null: the name of the service. */
  private final String serverName;

  private ClientTls(ClientSSLOptions options, String serverName) {
    this.options = options;
    this.http2 =
        options
            .copy()
            .setUseAlpn(true)
            .setApplicationLayerProtocols(List.of(HttpVersion.HTTP_2.alpnName()));
    this.serverName = serverName;
  }

  static ClientTls load(UpstreamTlsConfig config) throws IOException {
    ClientSSLOptions options = new ClientSSLOptions();
    // Without it a certificate for any host would do.
    options.setHostnameVerificationAlgorithm("HTTPS");
    options.setTrustOptions(TrustOptions.wrap(Managers.factory(Trust.load(config.ca()))));
    if (config.own() != null) {
      CertifiedKey own = config.own().load();
      options.setKeyCertOptions(
          KeyCertOptions.wrap(Managers.factory(new OwnKeyManager(own.chain(), own.key()))));
    }
    Set<String> versions = new LinkedHashSet<>(List.of("TLSv1.3", config.minVersion()));
    options.setEnabledSecureTransportProtocols(versions);
    TlsTypes.CIPHER_SUITES.forEach(options::addEnabledCipherSuite);
    return new ClientTls(options, config.serverName());
  }

  /**
   * Makes a connection one of TLS.
   *
   * @param service whose endpoint it goes to
   * @param http2 whether it is to agree on HTTP/2
   */
  public void apply(HttpConnectOptions connect, String service, boolean http2) {
    connect
        .setSsl(true)
        .setSslOptions(http2 ? this.http2 : options)
        .setHost(serverName == null ? service : serverName);
  }
}
