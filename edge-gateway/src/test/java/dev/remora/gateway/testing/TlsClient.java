package dev.remora.gateway.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** A TLS client that trusts one authority, and names whom it is told to. */
public final class TlsClient {
  private final int port;
  private final SSLContext context;
  private final SSLParameters parameters;

  /**
   * A client of a port of 127.0.0.1.
   *
   * @param own the certificate that it shows; null: none
   */
  public TlsClient(int port, Authority trusted, Authority.Issued own) {
    this.port = port;
    try {
      context = SSLContext.getInstance("TLS");
      context.init(own == null ? null : keys(own), trust(trusted), null);
      parameters = context.getDefaultSSLParameters();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What trusts an authority alone. */
  public static TrustManager[] trust(Authority trusted)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("ca", trusted.certificate());
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    return factory.getTrustManagers();
  }

  /** What shows a certificate. */
  public static KeyManager[] keys(Authority.Issued own)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "own", own.keys().getPrivate(), new char[0], new Certificate[] {own.certificate()});
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(store, new char[0]);
    return factory.getKeyManagers();
  }

  /** Names a host in its hello. */
  public TlsClient named(String host) {
    parameters.setServerNames(List.<SNIServerName>of(new SNIHostName(host)));
    return this;
  }

  /** Speaks these versions. */
  public TlsClient versions(String... versions) {
    parameters.setProtocols(versions);
    return this;
  }

  /** Speaks these cipher suites. */
  public TlsClient suites(String... suites) {
    parameters.setCipherSuites(suites);
    return this;
  }

  /** Offers these protocols. */
  public TlsClient alpn(String... protocols) {
    parameters.setApplicationProtocols(protocols);
    return this;
  }

  /** A connection whose handshake is done. */
  public SSLSocket connect() throws IOException {
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    try {
      socket.setSoTimeout(10_000);
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** The common name of the certificate that the other end shows. */
  public String shown() throws IOException {
    try (SSLSocket socket = connect()) {
      Certificate leaf = socket.getSession().getPeerCertificates()[0];
      return ((X509Certificate) leaf).getSubjectX500Principal().getName().substring(3);
    }
  }

  /** All that comes back for one GET of a host. */
  public String get(String host) throws IOException {
    try (SSLSocket socket = connect()) {
      String request = "GET /orders/x HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
