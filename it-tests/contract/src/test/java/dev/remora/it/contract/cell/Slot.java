package dev.remora.it.contract.cell;

import dev.remora.core.testing.ConsulServer;
import dev.remora.core.testing.Engines;
import dev.remora.it.contract.endpoint.OwnService;
import dev.remora.it.contract.endpoint.Tls;
import dev.remora.it.contract.endpoint.World;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;

/**
 * A place in which cells are run, one after the other: two worlds and the registry of the one with
 * the agent. There is one slot for each cell that runs at the same time.
 */
public final class Slot implements AutoCloseable {
  private final World withAgent;
  private final World withoutAgent;
  private final ConsulServer consul;
  private final List<OwnService> own;
  private final Path agent;
  private final Path trustStore;

  /**
   * Opens the worlds, starts a Consul agent and registers the services.
   *
   * @param agent {@code remora-agent.jar}; null: neither application has it, to see whether the
   *     test itself is steady
   * @param own services of single cases
   */
  public Slot(Path folder, Path agent, List<OwnService> own)
      throws IOException, GeneralSecurityException {
    if (agent != null && !Files.exists(agent)) {
      throw new IOException(
          "no " + agent + ": build it with ./mvnw package -pl agent/javaagent -am");
    }
    Files.createDirectories(folder);
    this.agent = agent == null ? null : agent.toAbsolutePath().normalize();
    this.own = own;
    Tls tls = new Tls(folder, own);
    trustStore = tls.trustStore();
    withAgent = new World(agent != null, tls, own);
    withoutAgent = new World(false, tls, own);
    consul = ConsulServer.in(folder.resolve("consul")).start();
    for (Map.Entry<String, List<InetSocketAddress>> service : withAgent.services().entrySet()) {
      for (InetSocketAddress endpoint : service.getValue()) {
        register(service.getKey(), endpoint);
      }
    }
  }

  /** Registers an endpoint of a service, without a health check: healthy. */
  private void register(String service, InetSocketAddress endpoint) {
    String ip = endpoint.getAddress().getHostAddress();
    String id = service + "-" + ip + "-" + endpoint.getPort();
    consul.register(id, service, ip, endpoint.getPort(), Map.of());
  }

  World withAgent() {
    return withAgent;
  }

  World withoutAgent() {
    return withoutAgent;
  }

  Path trustStore() {
    return trustStore;
  }

  Path java(int jdk) {
    return Engines.java(jdk);
  }

  /** Whether one of the applications has an agent. */
  boolean hasAgent() {
    return agent != null;
  }

  /**
   * What is added to the command line: the one flag.
   *
   * @param settings the file of settings; not there without services of single cases
   */
  List<String> agentOptions(Path settings) {
    if (agent == null) {
      return List.of();
    }
    // Where a request goes must not depend on how long others took.
    String flag =
        "-javaagent:"
            + agent
            + "=services.*.balance=round-robin,registry=consul://127.0.0.1:"
            + consul.port();
    return List.of(own.isEmpty() ? flag : flag + ",config=" + settings.toAbsolutePath());
  }

  /** Writes a file of settings, with other ones for some of the services. */
  void writeSettings(Path file, Map<String, String> changed) throws IOException {
    StringBuilder yaml = new StringBuilder("services:\n");
    for (OwnService service : own) {
      String settings = changed.getOrDefault(service.name(), service.settings());
      yaml.append("  %s: {%s}%n".formatted(service.name(), settings));
      yaml.append("  %s-h2: {%s}%n".formatted(service.name(), settings));
    }
    Files.writeString(file, yaml);
  }

  @Override
  public void close() throws Exception {
    consul.close();
    withAgent.close();
    withoutAgent.close();
  }
}
