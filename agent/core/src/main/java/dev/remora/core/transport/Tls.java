package dev.remora.core.transport;

import java.io.File;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Whom to trust and whom to be towards one peer, from PEM files.
 *
 * <p>The files are read again when one of them has changed, for connections opened from then on, so
 * that rotated certificates need no restart. The peer's certificate and host name are always
 * verified; there is no way to turn that off.
 */
public final class Tls {
  private final String caFile;
  private final String certificateFile;
  private final String keyFile;
  private SSLContext context;
  private long stamp;

  private Tls(String caFile, String certificateFile, String keyFile) {
    this.caFile = caFile;
    this.certificateFile = certificateFile;
    this.keyFile = keyFile;
  }

  /**
   * TLS from files, which need not exist yet.
   *
   * @param caFile PEM certificates to trust, or null for the JVM's own
   * @param certificateFile PEM certificate chain to show, leaf first, or null for none
   * @param keyFile PEM private key of that certificate, not encrypted: PKCS#8, or what {@code
   *     openssl} and {@code consul tls} write for RSA and EC
   */
  public static Tls of(String caFile, String certificateFile, String keyFile) {
    return new Tls(caFile, certificateFile, keyFile);
  }

  /**
   * The context for a new connection.
   *
   * @throws IOException if a file can't be read or used; the message names it
   */
  synchronized SSLContext context() throws IOException {
    long now = stamp();
    if (context == null || stamp != now) {
      context = build();
      stamp = now;
    }
    return context;
  }

  private SSLContext build() throws IOException {
    try {
      SSLContext built = SSLContext.getInstance("TLS");
      built.init(keyManagers(), trustManagers(), null);
      return built;
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS can't be set up: " + e.getMessage(), e);
    }
  }

  private TrustManager[] trustManagers() throws IOException, GeneralSecurityException {
    if (caFile == null) {
      return null;
    }
    KeyStore trusted = emptyStore();
    int number = 0;
    for (X509Certificate certificate : Pem.certificates(caFile)) {
      trusted.setCertificateEntry("ca" + number++, certificate);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    return factory.getTrustManagers();
  }

  private KeyManager[] keyManagers() throws IOException, GeneralSecurityException {
    if (certificateFile == null) {
      return null;
    }
    if (keyFile == null) {
      throw new IOException("the certificate " + certificateFile + " has no key file beside it");
    }
    List<X509Certificate> chain = Pem.certificates(certificateFile);
    PrivateKey key = Pem.privateKey(keyFile);
    KeyStore own = emptyStore();
    char[] none = new char[0];
    own.setKeyEntry("own", key, none, chain.toArray(new X509Certificate[0]));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(own, none);
    return factory.getKeyManagers();
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private long stamp() {
    long result = 1;
    for (String name : new String[] {caFile, certificateFile, keyFile}) {
      if (name != null) {
        File file = new File(name);
        result = 31 * (31 * result + file.lastModified()) + file.length();
      }
    }
    return result;
  }
}
