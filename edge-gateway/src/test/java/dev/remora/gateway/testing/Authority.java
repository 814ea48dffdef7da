package dev.remora.gateway.testing;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/** A certificate authority that writes PEM files into a folder. */
public final class Authority {
  private static final AtomicLong SERIAL = new AtomicLong(System.nanoTime());

  private final Path folder;
  private final String name;
  private final KeyPair keys = keys("EC");
  private final X509Certificate certificate;

  /** An authority called {@code name}, whose certificate is in {@code NAME.pem}. */
  public Authority(Path folder, String name) {
    this.folder = folder;
    this.name = name;
    this.certificate = sign(name, keys, List.of(), Instant.now().plus(Duration.ofDays(30)), true);
    write(name + ".pem", certificate);
  }

  /** How a private key is written. */
  public enum KeyForm {
    /** PKCS#8. */
    PKCS8,
    /** PKCS#1 or SEC 1, as {@code openssl} writes RSA and EC keys by default. */
    TRADITIONAL
  }

  /** A certificate and its key, and the files that hold them. */
  public record Issued(X509Certificate certificate, KeyPair keys, Path file, Path keyFile) {
    /** The settings of a listener. */
    public String yaml() {
      return "{certificate: " + file + ", key: " + keyFile + "}";
    }
  }

  /** The authority's own certificate. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** The file that holds it. */
  public Path file() {
    return folder.resolve(name + ".pem");
  }

  /**
   * A certificate with an EC key, for these DNS names, in {@code FILE.pem} and {@code FILE.key}.
   */
  public Issued issue(String file, String... names) {
    return issue(file, "EC", KeyForm.PKCS8, names);
  }

  /** A certificate for these DNS names, in {@code FILE.pem} and {@code FILE.key}. */
  public Issued issue(String file, String algorithm, KeyForm form, String... names) {
    return issue(file, algorithm, form, Instant.now().plus(Duration.ofDays(30)), names);
  }

  /** A certificate that is good until {@code end}. */
  public Issued issue(String file, String algorithm, KeyForm form, Instant end, String... names) {
    KeyPair own = keys(algorithm);
    X509Certificate issued = sign(file, own, List.of(names), end, false);
    Path certificateFile = write(file + ".pem", issued, certificate);
    Path keyFile =
        form == KeyForm.PKCS8
            ? write(file + ".key", new PemObject("PRIVATE KEY", own.getPrivate().getEncoded()))
            : write(file + ".key", traditional(own));
    secret(keyFile);
    return new Issued(issued, own, certificateFile, keyFile);
  }

  /** Writes a revocation list into a file, in date until {@code end}. */
  public Path revoke(String file, Instant end, X509Certificate... revoked) {
    try {
      X509v2CRLBuilder list =
          new X509v2CRLBuilder(new X500Name("CN=" + name), Date.from(Instant.now()));
      list.setNextUpdate(Date.from(end));
      for (X509Certificate each : revoked) {
        list.addCRLEntry(each.getSerialNumber(), Date.from(Instant.now()), CRLReason.keyCompromise);
      }
      return write(
          file,
          list.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    } catch (OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keys(String algorithm) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (algorithm.equals("EC")) {
        generator.initialize(new ECGenParameterSpec("secp256r1"));
      } else {
        generator.initialize(2048);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private X509Certificate sign(
      String subject, KeyPair subjectKeys, List<String> names, Instant end, boolean authority) {
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              new X500Name("CN=" + name),
              BigInteger.valueOf(SERIAL.incrementAndGet()),
              Date.from(Instant.now().minus(Duration.ofDays(2))),
              Date.from(end),
              new X500Name("CN=" + subject),
              subjectKeys.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      if (!names.isEmpty()) {
        GeneralName[] alternatives =
            names.stream()
                .map(each -> new GeneralName(GeneralName.dNSName, each))
                .toArray(GeneralName[]::new);
        builder.addExtension(
            Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object traditional(KeyPair own) {
    if (!(own.getPrivate() instanceof ECPrivateKey key)) {
      return own.getPrivate();
    }
    try {
      // As openssl does, and other than what the JDK keeps, it names the curve.
      return new PemObject(
          "EC PRIVATE KEY",
          new org.bouncycastle.asn1.sec.ECPrivateKey(
                  256, key.getS(), SECObjectIdentifiers.secp256r1)
              .getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path write(String file, Object... objects) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      for (Object each : objects) {
        writer.writeObject(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      return Files.writeString(folder.resolve(file), text.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void secret(Path file) {
    try {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
