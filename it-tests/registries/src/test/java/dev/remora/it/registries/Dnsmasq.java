package dev.remora.it.registries;

import dev.remora.core.testing.Engines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real dnsmasq on a free port of the loopback.
 *
 * <p>It is the authority for {@code example.org}, as a server is in the Internet; or it answers for
 * it as the router of a small network does, with addresses in the additional section and without an
 * SOA record.
 */
final class Dnsmasq implements AutoCloseable {
  private static final Path BINARY = Engines.path("dnsmasq");

  private final Path folder;
  private final int port;
  private final List<String> zone;
  private Process process;

  private Dnsmasq(Path folder, List<String> zone) {
    this.folder = folder;
    this.zone = zone;
    this.port = freePort();
  }

  /** Not started yet; {@code ttl} in seconds is that of all records, and that there are none. */
  static Dnsmasq authority(Path folder, int ttl) {
    return new Dnsmasq(
        folder,
        List.of(
            "auth-server=ns.example.org,lo",
            "auth-zone=example.org,127.0.0.0/8,10.0.0.0/8,2001:db8::/32",
            "auth-ttl=" + ttl));
  }

  /** Not started yet; {@code ttl} in seconds is that of all records. */
  static Dnsmasq router(Path folder, int ttl) {
    return new Dnsmasq(folder, List.of("local=/example.org/", "local-ttl=" + ttl));
  }

  int port() {
    return port;
  }

  /**
   * Serves these records from now on, and no others.
   *
   * @param records options of dnsmasq: {@code srv-host=NAME,TARGET,PORT,PRIORITY,WEIGHT}, {@code
   *     host-record=NAME,ADDRESS}, {@code cname=NAME,TARGET}
   */
  Dnsmasq serve(String... records) {
    kill();
    List<String> lines = new ArrayList<>();
    lines.add("port=" + port);
    lines.addAll(List.of("listen-address=127.0.0.1", "bind-interfaces", "no-resolv", "no-hosts"));
    lines.addAll(zone);
    lines.addAll(List.of(records));
    Path file = folder.resolve("dnsmasq-" + port + ".conf");
    try {
      Files.write(file, lines);
      process =
          new ProcessBuilder(
                  BINARY.toString(),
                  "--keep-in-foreground",
                  "--log-facility=-",
                  "--user=" + System.getProperty("user.name"),
                  "--pid-file=" + folder.resolve("dnsmasq-" + port + ".pid"),
                  "--conf-file=" + file)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    awaitStart();
    return this;
  }

  private void awaitStart() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!listens()) {
      if (System.nanoTime() > deadline || !process.isAlive()) {
        throw new AssertionError("dnsmasq did not start:\n" + said());
      }
      try {
        TimeUnit.MILLISECONDS.sleep(10);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** UDP is bound before TCP is. */
  private boolean listens() {
    try (java.net.Socket socket = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private Path log() {
    return folder.resolve("dnsmasq-" + port + ".log");
  }

  private String said() {
    try {
      return Files.readString(log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it as a crash would. */
  void kill() {
    if (process != null) {
      process.destroyForcibly();
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Override
  public void close() {
    kill();
  }

  private static int freePort() {
    for (int tries = 0; ; tries++) {
      try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
          DatagramSocket udp =
              new DatagramSocket(tcp.getLocalPort(), InetAddress.getLoopbackAddress())) {
        return udp.getLocalPort();
      } catch (IOException e) {
        if (tries == 20) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }
}
