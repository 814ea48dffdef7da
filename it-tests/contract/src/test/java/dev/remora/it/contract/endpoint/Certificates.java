package dev.remora.it.contract.endpoint;

import dev.remora.it.app.Options;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority for one test run. */
public final class Certificates {
  private static final char[] PASSWORD = Options.PASSWORD.toCharArray();

  private final KeyPair keys;
  private final X509Certificate certificate;
  private long serial = 1;

  /** Makes the authority. */
  public Certificates(String name) throws GeneralSecurityException {
    keys = keys();
    certificate = sign(new X500Name("CN=" + name), keys, new BasicConstraints(true), null);
  }

  /** Writes the trust store with this authority only, JKS: the type that every JDK reads. */
  public Path trustStore(Path file) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("JKS");
    store.load(null, null);
    store.setCertificateEntry("ca", certificate);
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD);
    }
    return file;
  }

  /** A TLS context for an endpoint whose certificate is valid for these DNS names. */
  public SSLContext endpoint(String... names) throws GeneralSecurityException, IOException {
    KeyStore store = keyStore(names);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }

  /** The key store of such an endpoint. */
  public KeyStore keyStore(String... names) throws GeneralSecurityException, IOException {
    KeyPair pair = keys();
    GeneralNames dns =
        new GeneralNames(
            Stream.of(names)
                .map(name -> new GeneralName(GeneralName.dNSName, name))
                .toArray(GeneralName[]::new));
    X509Certificate leaf =
        sign(new X500Name("CN=endpoint"), pair, new BasicConstraints(false), dns);
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "endpoint", pair.getPrivate(), PASSWORD, new X509Certificate[] {leaf, certificate});
    return store;
  }

  private X509Certificate sign(
      X500Name subject, KeyPair pair, BasicConstraints constraints, GeneralNames names)
      throws GeneralSecurityException {
    X500Name issuer =
        certificate == null
            ? subject
            : X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    Instant now = Instant.now();
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            BigInteger.valueOf(serial++),
            Date.from(now.minus(1, ChronoUnit.HOURS)),
            Date.from(now.plus(1, ChronoUnit.DAYS)),
            subject,
            pair.getPublic());
    try {
      builder.addExtension(Extension.basicConstraints, true, constraints);
      if (names != null) {
        builder.addExtension(Extension.subjectAlternativeName, false, names);
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    } catch (CertIOException | OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static KeyPair keys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }
}
