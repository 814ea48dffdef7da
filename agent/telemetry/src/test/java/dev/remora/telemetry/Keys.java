package dev.remora.telemetry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate for {@code localhost} that nobody trusts unless told to, made by the JDK's tool.
 */
final class Keys {
  private static final String PASSWORD = "changeit";

  private final Path folder;

  private Keys(Path folder) {
    this.folder = folder;
  }

  static Keys in(Path folder) throws Exception {
    Keys keys = new Keys(folder);
    keytool(
        "-genkeypair -alias own -keyalg EC -dname CN=localhost -ext san=dns:localhost -storetype"
            + " PKCS12 -storepass "
            + PASSWORD
            + " -keystore "
            + keys.store());
    keytool(
        "-exportcert -rfc -alias own -storepass "
            + PASSWORD
            + " -keystore "
            + keys.store()
            + " -file "
            + keys.certificate());
    return keys;
  }

  private static void keytool(String arguments) throws Exception {
    String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process process =
        new ProcessBuilder((tool + " " + arguments).split(" ", -1))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("keytool " + arguments);
    }
  }

  private Path store() {
    return folder.resolve("keys.p12");
  }

  /** The certificate as PEM. */
  Path certificate() {
    return folder.resolve("certificate.pem");
  }

  SSLContext serverContext() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store())) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }
}
