package dev.remora.gateway.tls;

import io.vertx.core.http.HttpServerRequest;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * What the certificate says that a client has shown and that was verified, against {@code
 * client-ca} and {@code client-crl} of its listener. Immutable.
 *
 * @param subject the distinguished name, as RFC 2253 has it: {@code CN=shop,O=Example}
 * @param issuer that of who issued it
 * @param dnsNames the alternative names of the kind DNS
 * @param uris those of the kind URI, such as SPIFFE IDs
 * @param emails those of the kind RFC 822
 * @param serial the serial number, in hexadecimal digits
 * @param fingerprint SHA-256 of the certificate, in hexadecimal digits
 * @param notAfter until when it is good, in milliseconds of the epoch
 */
public record ClientCertificate(
    String subject,
    String issuer,
    List<String> dnsNames,
    List<String> uris,
    List<String> emails,
    String serial,
    String fingerprint,
    long notAfter) {
  private static final String KEY = ClientCertificate.class.getName();
  private static final ClientCertificate NONE =
      new ClientCertificate("", "", List.of(), List.of(), List.of(), "", "", 0);

  /** The kinds of alternative names (RFC 5280, section 4.2.1.6). */
  private static final int EMAIL = 1;

  private static final int DNS = 2;
  private static final int URI = 6;

  /**
   * The certificate of the connection that a request came on; read once for all of its requests.
   *
   * @return null: the client has shown none, or it is out of date by now
   */
  public static ClientCertificate of(HttpServerRequest request) {
    SSLSession session = request.isSSL() ? request.connection().sslSession() : null;
    if (session == null) {
      return null;
    }
    ClientCertificate read = (ClientCertificate) session.getValue(KEY);
    if (read == null) {
      read = read(session);
      session.putValue(KEY, read);
    }
    // A session that is resumed, or lasts for days, outlives the certificate.
    return System.currentTimeMillis() > read.notAfter ? null : read;
  }

  private static ClientCertificate read(SSLSession session) {
    try {
      Certificate leaf = session.getPeerCertificates()[0];
      return leaf instanceof X509Certificate certificate ? read(certificate) : NONE;
    } catch (SSLPeerUnverifiedException e) {
      return NONE;
    } catch (GeneralSecurityException e) {
      // What can't be read proves nothing.
      return NONE;
    }
  }

  private static ClientCertificate read(X509Certificate leaf) throws GeneralSecurityException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(leaf.getEncoded());
    return new ClientCertificate(
        leaf.getSubjectX500Principal().getName(),
        leaf.getIssuerX500Principal().getName(),
        names(leaf, DNS),
        names(leaf, URI),
        names(leaf, EMAIL),
        leaf.getSerialNumber().toString(16),
        HexFormat.of().formatHex(digest),
        leaf.getNotAfter().toInstant().toEpochMilli());
  }

  private static List<String> names(X509Certificate leaf, int kind)
      throws CertificateParsingException {
    List<String> names = new ArrayList<>();
    Collection<List<?>> all = leaf.getSubjectAlternativeNames();
    for (List<?> name : all == null ? List.<List<?>>of() : all) {
      if (name.get(0).equals(kind)) {
        names.add(name.get(1).toString());
      }
    }
    return List.copyOf(names);
  }
}
