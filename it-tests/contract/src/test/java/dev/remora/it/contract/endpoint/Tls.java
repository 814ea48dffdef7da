package dev.remora.it.contract.endpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.stream.Stream;
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

  /**
   * Makes two authorities, one of them trusted by {@code folder/trust.jks}.
   *
   * @param own services of single cases, spoken to in TLS where they are spoken to in HTTP/2
   */
  public Tls(Path folder, List<OwnService> own) throws GeneralSecurityException, IOException {
    String[] names =
        Stream.concat(Stream.of(NAMES), own.stream().map(service -> service.name() + "-h2"))
            .toArray(String[]::new);
    Certificates authority = new Certificates("trusted authority");
    trusted = authority.endpoint(names);
    keyStore = authority.keyStore(names);
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
