package dev.remora.it.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Endpoints and a client as they run in earnest: processes of their own, with the agent's jar. */
final class Running {
  /** Ten of them fit beside a client onto a small machine. */
  private static final List<String> LIGHT =
      List.of(
          "-Xmx32m",
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          // Without it the JDK's own server waits 40 ms for an acknowledgement, now and then.
          "-Dsun.net.httpserver.nodelay=true");

  private Running() {}

  /** A process that serves {@code orders} at a port and says so to Consul by itself. */
  static App endpoint(ConsulAgent consul, int port) throws IOException {
    List<String> options = new ArrayList<>(LIGHT);
    options.add(agent(consul) + ",register=orders:127.0.0.1:" + port);
    return App.launch(jdk(), options, "app.Server", String.valueOf(port));
  }

  /** A process that calls {@code orders} all the time, with two clients of ten threads each. */
  static App load(ConsulAgent consul, String... settings) throws IOException {
    List<String> options = new ArrayList<>();
    options.add("-Xmx128m");
    options.add(agent(consul));
    for (String setting : settings) {
      options.add("-Dremora." + setting);
    }
    return App.launch(jdk(), options, "app.Load", "http://orders/", "10").ready();
  }

  private static String agent(ConsulAgent consul) {
    return "-javaagent:" + Environment.agentJar() + "=registry=consul://127.0.0.1:" + consul.port();
  }

  private static Path jdk() {
    return Environment.jdk(17);
  }
}
