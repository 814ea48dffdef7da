package dev.remora.core.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A certificate authority made by {@code consul tls}, with a server and a client certificate for
 * {@code localhost} and {@code 127.0.0.1}.
 */
public final class ConsulCertificates {
  private final Path folder;

  private ConsulCertificates(Path folder) {
    this.folder = folder;
  }

  /** Makes one in a folder. */
  public static ConsulCertificates in(Path folder) {
    ConsulCertificates made = new ConsulCertificates(folder);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    made.consul("tls", "ca", "create");
    made.consul("tls", "cert", "create", "-server");
    made.consul("tls", "cert", "create", "-client");
    return made;
  }

  /** The authority's certificate. */
  public Path caFile() {
    return folder.resolve("consul-agent-ca.pem");
  }

  /** The server's certificate. */
  public Path serverCertificate() {
    return folder.resolve("dc1-server-consul-0.pem");
  }

  /** The server's key. */
  public Path serverKey() {
    return folder.resolve("dc1-server-consul-0-key.pem");
  }

  /** A client's certificate. */
  public Path clientCertificate() {
    return folder.resolve("dc1-client-consul-0.pem");
  }

  /** That client's key, an {@code EC PRIVATE KEY}. */
  public Path clientKey() {
    return folder.resolve("dc1-client-consul-0-key.pem");
  }

  private void consul(String... arguments) {
    List<String> command = new ArrayList<>(List.of(Engines.path("consul").toString()));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(command + ":\n" + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
