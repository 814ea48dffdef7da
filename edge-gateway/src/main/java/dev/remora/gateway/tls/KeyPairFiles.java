package dev.remora.gateway.tls;

import dev.remora.core.config.Types;
import dev.remora.gateway.config.Section;
import java.io.IOException;
import java.util.List;

/**
 * A certificate chain and its key, as files.
 *
 * @param certificate the chain, leaf first
 * @param key the leaf's private key; the same file where it is not told
 */
public record KeyPairFiles(String certificate, String key) {
  /** Reads {@code certificate} and {@code key}; null after a problem. */
  public static KeyPairFiles read(Section section) {
    String certificate = section.required("certificate", Types.TEXT);
    String key = section.value("key", Types.TEXT, certificate);
    if (certificate == null) {
      return null;
    }
    KeyPairFiles files = new KeyPairFiles(certificate, key);
    try {
      files.load();
    } catch (IOException e) {
      section.problem("certificate", e.getMessage());
    }
    return files;
  }

  List<String> paths() {
    return certificate.equals(key) ? List.of(key) : List.of(certificate, key);
  }

  /**
   * What they hold at present.
   *
   * @throws IOException in one line that names the file
   */
  CertifiedKey load() throws IOException {
    try {
      return CertifiedKey.of(
          PemFile.read(certificate).certificates(), PemFile.read(key).privateKey(), this);
    } catch (RuntimeException e) {
      // What the JDK throws at bytes that are nothing it knows; no word of them is told.
      throw new IOException(certificate + ": can't be used, or its key can't", e);
    }
  }
}
