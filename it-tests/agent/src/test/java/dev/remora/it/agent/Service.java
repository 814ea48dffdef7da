package dev.remora.it.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The service {@code orders} as it runs in earnest: each of its endpoints is a process that the
 * agent has registered in a real Consul.
 */
final class Service implements AutoCloseable {
  /** Many of them fit onto a small machine. */
  private static final List<String> LIGHT =
      List.of(
          "-Xmx32m",
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          // Without it the JDK's own server waits 40 ms for an acknowledgement, now and then.
          "-Dsun.net.httpserver.nodelay=true");

  private final String registry;
  private final ConsulAgent consul;
  private final List<Integer> ports = new ArrayList<>();
  private final List<App> processes = new ArrayList<>();

  /** Starts as many endpoints, and waits until Consul lists them. */
  Service(ConsulAgent consul, int endpoints) throws Exception {
    this.consul = consul;
    this.registry = "=registry=consul://127.0.0.1:" + consul.port();
    for (int i = 0; i < endpoints; i++) {
      ports.add(ConsulAgent.freePort());
      processes.add(launch(ports.get(i)));
    }
    for (App process : processes) {
      process.ready();
    }
    awaitListed();
  }

  private App launch(int port) throws IOException {
    List<String> options = new ArrayList<>(LIGHT);
    options.add(agent() + ",register=orders:127.0.0.1:" + port);
    return App.launch(jdk(), options, "app.Server", String.valueOf(port));
  }

  /** Adds an endpoint; does not wait until it is listed. */
  int add() throws IOException {
    int port = ConsulAgent.freePort();
    App process = launch(port);
    ports.add(port);
    processes.add(process);
    process.ready();
    return port;
  }

  /** Ends an endpoint, which is one no more. */
  void remove(int number) throws Exception {
    ports.remove(number);
    try (App process = processes.remove(number)) {
      process.terminate();
    }
  }

  /** Starts an endpoint that has ended again, and waits until Consul lists it. */
  void startAgain(int number) throws Exception {
    processes.set(number, launch(port(number)).ready());
    Await.until(() -> isListed(port(number)));
  }

  /** Waits until Consul lists all of them. */
  void awaitListed() {
    for (int port : ports) {
      Await.until(() -> isListed(port));
    }
  }

  /** Whether Consul lists an endpoint. */
  boolean lists(int number) throws Exception {
    return isListed(port(number));
  }

  private boolean isListed(int port) throws Exception {
    return consul.endpoints("orders").contains("\"Port\": " + port + ",");
  }

  int size() {
    return ports.size();
  }

  int port(int number) {
    return ports.get(number);
  }

  /** The process of an endpoint. */
  App process(int number) {
    return processes.get(number);
  }

  /** A process that calls the service all the time, with two clients of ten threads each. */
  App load(String... settings) throws IOException {
    return App.launch(jdk(), clientOptions(settings), "app.Load", "http://orders/", "10").ready();
  }

  /** A process that calls when it is told to. */
  App probe(String... settings) throws IOException {
    return App.start(jdk(), clientOptions(settings));
  }

  private List<String> clientOptions(String... settings) {
    List<String> options = new ArrayList<>();
    options.add(agent());
    for (String setting : settings) {
      options.add("-Dremora." + setting);
    }
    return options;
  }

  private String agent() {
    return "-javaagent:" + Environment.agentJar() + registry;
  }

  private static Path jdk() {
    return Environment.jdk(17);
  }

  @Override
  public void close() throws IOException {
    for (App process : processes) {
      process.close();
    }
  }
}
