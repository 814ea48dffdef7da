package dev.remora.gateway;

import dev.remora.core.config.ConfigException;
import dev.remora.core.config.Problems;
import dev.remora.core.log.Log;
import java.io.IOException;

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
      byte[] content = ConfigSource.content(args[0]);
      GatewayConfig config = ConfigSource.read(args[0], content, Problems.first());
      Gateway gateway = Gateway.start(config, new Log(config.mesh().log(), System.err));
      gateway.follow(args[0], content);
      Runtime.getRuntime().addShutdownHook(new Thread(gateway::close, "remora-shutdown"));
      System.out.println("listening on " + gateway.ports());
    } catch (ConfigException | IllegalStateException | IOException e) {
      System.err.println("remora: " + e.getMessage());
      System.exit(1);
    }
  }
}
