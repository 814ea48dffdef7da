package dev.remora.gateway;

import dev.remora.core.config.ConfigException;
import dev.remora.core.config.Problems;
import dev.remora.core.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code java -jar remora-gateway.jar FILE}. */
public final class Main {
  private static final int USAGE = 2;

  private Main() {}

  /** Runs the gateway until the process is told to end. */
  public static void main(String[] args) {
    if (args.length != 1) {
      System.err.println("usage: java -jar remora-gateway.jar FILE");
      System.exit(USAGE);
    }
    try {
      GatewayConfig config = read(args[0]);
      Gateway gateway = Gateway.start(config, new Log(config.mesh().log(), System.err));
      Runtime.getRuntime().addShutdownHook(new Thread(gateway::close, "remora-shutdown"));
      System.out.println("listening on " + gateway.ports());
    } catch (ConfigException | IllegalStateException | IOException e) {
      System.err.println("remora: " + e.getMessage());
      System.exit(1);
    }
  }

  private static GatewayConfig read(String file) throws IOException {
    byte[] content = Files.readAllBytes(Path.of(file));
    return GatewayConfig.read(
        file, content, System.getProperties(), System.getenv(), Problems.first());
  }
}
