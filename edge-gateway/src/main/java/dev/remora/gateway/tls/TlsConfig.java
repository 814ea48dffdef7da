package dev.remora.gateway.tls;

import dev.remora.core.config.Types;
import dev.remora.gateway.config.Section;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * TLS of a listener, as it is configured: names of files, not what they hold.
 *
 * @param certificates at least one; the first is shown where no other fits
 * @param strictSni whether a client that names no host that a certificate is for is refused
 * @param minVersion {@code TLSv1.2} or {@code TLSv1.3}
 * @param cipherSuites those that are offered, of both versions
 * @param alpn what is spoken, the preferred first
 * @param clientAuth whether clients show a certificate
 * @param clientCa whom clients' certificates are from; null: nobody is asked for one
 * @param clientCrl which of them are revoked; null: nobody says
 */
public record TlsConfig(
    List<KeyPairFiles> certificates,
    boolean strictSni,
    String minVersion,
    List<String> cipherSuites,
    List<HttpVersion> alpn,
    ClientAuthentication clientAuth,
    String clientCa,
    String clientCrl) {

  /** Reads the settings {@code tls} of a listener; null after a problem. */
  public static TlsConfig read(Section tls) {
    List<KeyPairFiles> certificates = tls.sections("certificates", KeyPairFiles::read);
    if (certificates.isEmpty()) {
      tls.problem("certificates", "there is none; allowed: a list of {certificate, key}");
    }
    List<String> suites = tls.values("cipher-suites", TlsTypes.CIPHER_SUITE);
    List<HttpVersion> alpn = tls.values("alpn", TlsTypes.PROTOCOL);
    String ca = tls.value("client-ca", Types.PATH, null);
    ClientAuthentication auth =
        tls.value(
            "client-auth",
            Types.oneOf(ClientAuthentication.class),
            ca == null ? ClientAuthentication.NONE : ClientAuthentication.REQUIRED);
    String crl = tls.value("client-crl", Types.PATH, null);
    TlsConfig config =
        new TlsConfig(
            List.copyOf(certificates),
            tls.value("strict-sni", Types.FLAG, false),
            tls.value("min-version", TlsTypes.VERSION, "TLSv1.2"),
            suites.isEmpty() ? TlsTypes.CIPHER_SUITES : suites,
            alpn.isEmpty() ? List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1) : alpn,
            auth,
            ca,
            crl);
    config.check(tls);
    return certificates.isEmpty() ? null : config;
  }

  private void check(Section tls) {
    if (clientAuth != ClientAuthentication.NONE && clientCa == null) {
      tls.problem("client-auth", "needs client-ca; allowed: the file of those who are trusted");
    }
    if (clientCrl != null && clientCa == null) {
      tls.problem("client-crl", "needs client-ca; allowed: the file of those who are trusted");
    }
    if (minVersion.equals("TLSv1.3")
        && cipherSuites.stream()
            .noneMatch(
                suite -> suite.startsWith("TLS_AES_") || suite.startsWith("TLS_CHACHA20_"))) {
      tls.problem("cipher-suites", "none is of TLS 1.3, which min-version asks for");
    }
    if (clientCa != null) {
      try {
        Trust.load(clientCa, clientCrl);
      } catch (IOException e) {
        tls.problem("client-ca", e.getMessage());
      }
    }
  }

  List<String> paths() {
    List<String> paths = new ArrayList<>();
    certificates.forEach(each -> paths.addAll(each.paths()));
    if (clientCa != null) {
      paths.add(clientCa);
    }
    if (clientCrl != null) {
      paths.add(clientCrl);
    }
    return paths;
  }

  boolean asksClients() {
    return clientAuth != ClientAuthentication.NONE;
  }
}
