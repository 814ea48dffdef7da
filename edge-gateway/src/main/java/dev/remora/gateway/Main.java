package dev.remora.gateway;

import dev.remora.core.config.ConfigException;
import dev.remora.core.config.Problems;
import dev.remora.gateway.cli.Cli;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** {@code java -jar remora-gateway.jar}; see {@link Cli}. */
public final class Main {
  private Main() {}

  /** Runs one command, or a gateway until the process is told to end. */
  public static void main(String[] args) {
    Run run = new Run(System.out, System.err);
    int status = new Cli(run::run, Main::check, System.out, System.err).run(List.of(args));
    if (status != Cli.RUNS) {
      System.exit(status);
    }
  }

  /** All that is wrong with {@code file} by itself, one line each, in the file's order. */
  static List<String> check(String file) {
    byte[] content;
    try (ConfigSource source = ConfigSource.of(file)) {
      content = source.read();
    } catch (IOException | ConfigException e) {
      return List.of(e.getMessage());
    }
    Problems problems = Problems.all();
    GatewayConfig.read(file, content, new Properties(), Map.of(), problems);
    return Places.sorted(problems.lines(), file);
  }
}
