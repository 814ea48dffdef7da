package dev.remora.gateway.tls;

import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.TrustManager;

/** What the files of a listener hold: whom to show itself as, and whom to trust. Immutable. */
final class Credentials {
  private final TlsConfig config;
  private final CertificateTable table;

  /** Null: clients are not asked for certificates. */
  private final TrustManager trust;

  private Credentials(TlsConfig config, CertificateTable table, TrustManager trust) {
    this.config = config;
    this.table = table;
    this.trust = trust;
  }

  /**
   * Reads all files.
   *
   * @throws IOException in one line that names the file
   */
  static Credentials load(TlsConfig config) throws IOException {
    List<CertifiedKey> keys = new ArrayList<>();
    for (KeyPairFiles files : config.certificates()) {
      keys.add(files.load());
    }
    TrustManager trust =
        config.asksClients() ? Trust.load(config.clientCa(), config.clientCrl()) : null;
    return new Credentials(config, new CertificateTable(keys, config.strictSni()), trust);
  }

  CertificateTable table() {
    return table;
  }

  /**
   * A server's options. They are unequal to all others, so that taking them over also ends the
   * resumption of sessions whose client or certificate was good only before.
   */
  ServerSSLOptions options() {
    ServerSSLOptions options = new ServerSSLOptions();
    options.setKeyCertOptions(KeyCertOptions.wrap(Managers.factory(new SniKeyManager(table))));
    options.setEnabledSecureTransportProtocols(versions());
    config.cipherSuites().forEach(options::addEnabledCipherSuite);
    options.setClientAuth(config.clientAuth().spelled());
    if (trust != null) {
      options.setTrustOptions(TrustOptions.wrap(Managers.factory(trust)));
    }
    return options;
  }

  private Set<String> versions() {
    Set<String> versions = new LinkedHashSet<>();
    versions.add("TLSv1.3");
    versions.add(config.minVersion());
    return versions;
  }
}
