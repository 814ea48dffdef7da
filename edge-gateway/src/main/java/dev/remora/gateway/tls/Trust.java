package dev.remora.gateway.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Whose certificates are good. With a revocation list every certificate of a chain, but for the
 * trusted one, must be covered by a list that is in date, as nginx and Envoy have it: what nobody
 * says anything about is refused.
 */
final class Trust {
  private Trust() {}

  /**
   * Those whom the certificates of a file vouch for.
   *
   * @param ca PEM certificates; null: those whom the JVM trusts
   * @throws IOException in one line that names the file
   */
  static TrustManager load(String ca) throws IOException {
    return load(ca, null);
  }

  /**
   * Those whom the certificates of a file vouch for.
   *
   * @param ca PEM certificates
   * @param crl PEM revocation lists; null: none
   * @throws IOException in one line that names the file
   */
  static TrustManager load(String ca, String crl) throws IOException {
    try {
      KeyStore trusted = ca == null ? null : read(ca);
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      if (crl == null) {
        factory.init(trusted);
      } else {
        factory.init(new CertPathTrustManagerParameters(revocable(trusted, crl)));
      }
      return factory.getTrustManagers()[0];
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new IOException(ca + ": can't be used: " + e.getMessage(), e);
    }
  }

  private static KeyStore read(String ca) throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    int number = 0;
    for (X509Certificate certificate : PemFile.read(ca).certificates()) {
      trusted.setCertificateEntry("ca" + number++, certificate);
    }
    return trusted;
  }

  private static PKIXBuilderParameters revocable(KeyStore trusted, String crl)
      throws IOException, GeneralSecurityException {
    PKIXBuilderParameters parameters = new PKIXBuilderParameters(trusted, new X509CertSelector());
    PKIXRevocationChecker checker =
        (PKIXRevocationChecker) CertPathBuilder.getInstance("PKIX").getRevocationChecker();
    // Never asks the network while a client waits.
    checker.setOptions(
        EnumSet.of(
            PKIXRevocationChecker.Option.PREFER_CRLS, PKIXRevocationChecker.Option.NO_FALLBACK));
    parameters.addCertPathChecker(checker);
    parameters.addCertStore(
        CertStore.getInstance(
            "Collection", new CollectionCertStoreParameters(PemFile.read(crl).crls())));
    return parameters;
  }
}
