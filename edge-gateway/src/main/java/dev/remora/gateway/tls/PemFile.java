package dev.remora.gateway.tls;

import dev.remora.core.config.FileContent;
import dev.remora.core.transport.Pem;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.PrivateKey;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A PEM file (RFC 7468), read at once. No message quotes what it holds. */
final class PemFile {
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final String CRL = "X509 CRL";

  private final String path;
  private final String text;

  private PemFile(String path, String text) {
    this.path = path;
    this.text = text;
  }

  /**
   * Reads a file.
   *
   * @throws IOException with one line that names the file and says what is wrong
   */
  static PemFile read(String path) throws IOException {
    try {
      byte[] content = FileContent.read(new File(path));
      return new PemFile(path, new String(content, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new IOException(path + ": " + e.getMessage(), e);
    }
  }

  /** Whether everybody on this machine may read the file; false where files have no such rights. */
  static boolean isReadableByAll(String path) {
    try {
      return Files.getPosixFilePermissions(Path.of(path)).contains(PosixFilePermission.OTHERS_READ);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** Its certificates, in its order; at least one. */
  List<X509Certificate> certificates() throws IOException {
    List<X509Certificate> certificates = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (byte[] block : blocks(CERTIFICATE)) {
        certificates.add(
            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block)));
      }
    } catch (CertificateException e) {
      throw new IOException(path + ": holds a certificate that can't be read", e);
    }
    if (certificates.isEmpty()) {
      throw new IOException(path + ": holds no PEM certificate");
    }
    return certificates;
  }

  /** Its revocation lists; at least one. */
  List<X509CRL> crls() throws IOException {
    List<X509CRL> crls = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (byte[] block : blocks(CRL)) {
        crls.add((X509CRL) factory.generateCRL(new ByteArrayInputStream(block)));
      }
    } catch (CertificateException | CRLException e) {
      throw new IOException(path + ": holds a revocation list that can't be read", e);
    }
    if (crls.isEmpty()) {
      throw new IOException(path + ": holds no PEM revocation list (X509 CRL)");
    }
    return crls;
  }

  /** Its first private key: PKCS#8, PKCS#1 or SEC 1, not encrypted. */
  PrivateKey privateKey() throws IOException {
    return Pem.privateKey(path, text);
  }

  private List<byte[]> blocks(String label) throws IOException {
    String begin = "-----BEGIN " + label + "-----";
    String end = "-----END " + label + "-----";
    List<byte[]> blocks = new ArrayList<>();
    int at = text.indexOf(begin);
    while (at >= 0) {
      int from = at + begin.length();
      int to = text.indexOf(end, from);
      if (to < 0) {
        throw new IOException(path + ": ends within a PEM block");
      }
      try {
        blocks.add(Base64.getMimeDecoder().decode(text.substring(from, to)));
      } catch (IllegalArgumentException e) {
        throw new IOException(path + ": holds a PEM block that is not base64", e);
      }
      at = text.indexOf(begin, to);
    }
    return blocks;
  }
}
