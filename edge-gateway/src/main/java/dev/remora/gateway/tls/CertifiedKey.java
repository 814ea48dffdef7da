package dev.remora.gateway.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** A certificate chain with its private key. Immutable. */
final class CertifiedKey {
  /** The type of a {@code dNSName} among the alternative names (RFC 5280, section 4.2.1.6). */
  private static final int DNS_NAME = 2;

  private final X509Certificate[] chain;
  private final PrivateKey key;
  private final List<String> names;

  private CertifiedKey(X509Certificate[] chain, PrivateKey key, List<String> names) {
    this.chain = chain;
    this.key = key;
    this.names = names;
  }

  /**
   * A pair that belongs together.
   *
   * @throws IOException in one line if it doesn't
   */
  static CertifiedKey of(List<X509Certificate> chain, PrivateKey key, KeyPairFiles from)
      throws IOException {
    X509Certificate leaf = chain.get(0);
    if (!belongs(key, leaf)) {
      throw new IOException(
          from.key() + ": the key is not that of the certificate in " + from.certificate());
    }
    return new CertifiedKey(chain.toArray(new X509Certificate[0]), key, namesOf(leaf));
  }

  /** Whether what {@code key} signs is what the certificate verifies. */
  private static boolean belongs(PrivateKey key, X509Certificate leaf) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> "EdDSA";
        };
    byte[] probe = {1, 2, 3, 4};
    try {
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(probe);
      byte[] signature = signing.sign();
      Signature verifying = Signature.getInstance(algorithm);
      verifying.initVerify(leaf.getPublicKey());
      verifying.update(probe);
      return verifying.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** The alternative names; where there are none, the common name, as HAProxy takes them. */
  private static List<String> namesOf(X509Certificate leaf) throws IOException {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> alternatives = leaf.getSubjectAlternativeNames();
      for (List<?> name : alternatives == null ? List.<List<?>>of() : alternatives) {
        if (name.get(0).equals(DNS_NAME)) {
          names.add(name.get(1).toString().toLowerCase(Locale.ROOT));
        }
      }
      if (alternatives == null) {
        for (Rdn part : new LdapName(leaf.getSubjectX500Principal().getName()).getRdns()) {
          if (part.getType().equalsIgnoreCase("CN")) {
            names.add(part.getValue().toString().toLowerCase(Locale.ROOT));
          }
        }
      }
    } catch (CertificateParsingException | InvalidNameException e) {
      throw new IOException("the names of a certificate can't be read", e);
    }
    return List.copyOf(names);
  }

  /** The chain, leaf first. */
  X509Certificate[] chain() {
    return chain.clone();
  }

  boolean isInDate() {
    try {
      chain[0].checkValidity();
      return true;
    } catch (CertificateExpiredException | CertificateNotYetValidException e) {
      return false;
    }
  }

  PrivateKey key() {
    return key;
  }

  /** The host names that it is for, in lower case; {@code *.} begins a wildcard. */
  List<String> names() {
    return names;
  }

  /** Whom it is for; nothing of the key. */
  @Override
  public String toString() {
    return names + " until " + chain[0].getNotAfter().toInstant();
  }
}
