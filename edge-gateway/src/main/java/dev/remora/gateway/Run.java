package dev.remora.gateway;

import dev.remora.core.config.ConfigException;
import dev.remora.core.log.Log;
import dev.remora.gateway.admin.AdminServer;
import dev.remora.gateway.admin.Version;
import dev.remora.gateway.cli.Cli;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/** A gateway that is a process of its own, from its start to the signal that ends it. */
final class Run {
  /** What shells say of a process that SIGTERM has ended. */
  private static final int TERMINATED = 143;

  private static final long LOOK_MILLIS = 10;
  private static final double SECOND_MILLIS = 1000;

  private final PrintStream out;
  private final PrintStream err;

  Run(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Starts a gateway with the settings at {@code file}; {@link Cli#RUNS} once it is ready. */
  int run(String file) {
    try {
      ConfigSource source = ConfigSource.of(file);
      byte[] content = source.read();
      GatewayConfig config = ConfigTaker.read(file, content);
      Log log = new Log(config.mesh().log(), err);
      Gateway gateway = Gateway.start(config, log);
      gateway.follow(source, content);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(gateway), "remora-shutdown"));
      awaitReady(gateway);
      return Cli.RUNS;
    } catch (ConfigException | IllegalStateException | IOException e) {
      err.println("remora: " + e.getMessage());
      return Cli.FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Cli.FAILED;
    }
  }

  private void awaitReady(Gateway gateway) throws InterruptedException {
    boolean told = false;
    while (!gateway.readiness().isReady()) {
      if (gateway.drain().isDraining()) {
        return;
      }
      if (!told && gateway.readiness().isOverdue()) {
        told = true;
        err.println("remora: not ready yet: " + String.join("; ", gateway.readiness().missing()));
      }
      Thread.sleep(LOOK_MILLIS);
    }
    long since = ManagementFactory.getRuntimeMXBean().getStartTime();
    AdminServer admin = gateway.admin();
    out.println(
        "remora-gateway "
            + Version.text()
            + " is ready after "
            + String.format(
                Locale.ROOT, "%.2f", (System.currentTimeMillis() - since) / SECOND_MILLIS)
            + " s: listens on "
            + String.join(", ", gateway.addresses())
            + (admin == null
                ? ""
                : "; admin on "
                    + admin.address()
                    + ":"
                    + admin.port()
                    + ", token in "
                    + admin.tokenFile()));
  }

  private void end(Gateway gateway) {
    long left = 0;
    try {
      out.println("remora-gateway drains");
      left = gateway.drainAndWait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    gateway.close();
    out.println(
        "remora-gateway has ended"
            + (left == 0 ? "" : ", and cut off " + left + " requests under way"));
    out.flush();
    // Without it the JVM exits with what the signal says, even when all has ended well.
    Runtime.getRuntime().halt(left == 0 ? Cli.OK : TERMINATED);
  }
}
