package dev.remora.it.contract.endpoint;

import dev.remora.it.contract.engine.Certificates;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;

/** The certificates of a world's endpoints. */
public final class Tls {
  private static final String[] NAMES = {
    "orders",
    "orders-h2",
    "inventory",
    "ledger",
    "ledger-h2",
    "basket",
    "silent",
    "six",
    "secure.shop",
    "localhost"
  };

  private final SSLContext trusted;
  private final SSLContext wrongName;
  private final SSLContext untrusted;
  private final KeyStore keyStore;
  private final Path trustStore;

  /** Makes two authorities, one of them trusted by {@code folder/trust.jks}. */
  public Tls(Path folder) throws GeneralSecurityException, IOException {
    Certificates authority = new Certificates("trusted authority");
    trusted = authority.endpoint(NAMES);
    keyStore = authority.keyStore(NAMES);
    wrongName = authority.endpoint("somebody-else");
    untrusted = new Certificates("unknown authority").endpoint("untrusted");
    trustStore = authority.trustStore(folder.resolve("trust.jks"));
  }

  /** The trust store of the application. */
  public Path trustStore() {
    return trustStore;
  }

  SSLContext trusted() {
    return trusted;
  }

  SSLContext wrongName() {
    return wrongName;
  }

  SSLContext untrusted() {
    return untrusted;
  }

  KeyStore keyStore() {
    return keyStore;
  }
}
