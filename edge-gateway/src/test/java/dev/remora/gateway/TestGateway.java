package dev.remora.gateway;

import static org.awaitility.Awaitility.await;

import dev.remora.core.config.Problems;
import dev.remora.core.log.Log;
import dev.remora.gateway.metrics.Metrics;
import dev.remora.gateway.telemetry.RecentErrors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A gateway in the test's own process, on a free port of 127.0.0.1, over services whose endpoints
 * the test names.
 */
public final class TestGateway implements AutoCloseable {
  private final Path services;
  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private final Gateway gateway;

  private TestGateway(Path services, String yaml) {
    this.services = services;
    this.gateway =
        Gateway.start(
            config(yaml),
            new Log(Log.Level.INFO, new PrintStream(logged, true, StandardCharsets.UTF_8)));
  }

  /** Names services and the ports of their endpoints on 127.0.0.1. */
  public static Builder over(String service, int... ports) {
    return new Builder().and(service, ports);
  }

  private String complete(String yaml) {
    String all =
        (yaml.contains("registry:") ? "" : "registry: file:" + services + "\n")
            + (yaml.contains("listeners:") ? "" : "listeners: [{address: 127.0.0.1, port: 0}]\n")
            + (yaml.contains("admin:") ? "" : "admin: {enabled: false}\n")
            + yaml;
    return all;
  }

  private GatewayConfig config(String yaml) {
    return GatewayConfig.read(
        "gateway.yaml",
        complete(yaml).getBytes(StandardCharsets.UTF_8),
        new Properties(),
        Map.of(),
        Problems.first());
  }

  /** Takes over other settings, as after an edit of the file. */
  public void reload(String yaml) {
    var unused = gateway.reload(config(yaml));
  }

  /** Starts a gateway with a registry of the test's own. */
  public static TestGateway with(String yaml) {
    return new TestGateway(Path.of("no-services.yaml"), yaml);
  }

  /** Has the settings in {@code yaml} as its file from now on, which it follows. */
  public void follow(Path file, String yaml) throws IOException {
    edit(file, yaml);
    FileSource source = new FileSource(file.toString());
    gateway.follow(source, source.read());
  }

  /** Writes other settings into a file, complete with registry and listener. */
  public void edit(Path file, String yaml) throws IOException {
    Files.writeString(file, complete(yaml));
  }

  /** Ends it as SIGTERM does, but for closing it; how many requests are under way still. */
  public long drain() throws InterruptedException {
    return gateway.drainAndWait();
  }

  /** The port of the first listener. */
  public int port() {
    return gateway.ports().get(0);
  }

  /** The port of the admin server, which the test's settings must have switched on. */
  public int adminPort() {
    return gateway.admin().port();
  }

  /** The token that the admin server wants. */
  public String adminToken() {
    try {
      return Files.readString(gateway.admin().tokenFile()).trim();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The ports of all listeners. */
  public List<Integer> ports() {
    return gateway.ports();
  }

  /** What is counted. */
  public Metrics metrics() {
    return gateway.metrics();
  }

  /** The requests that failed last. */
  public RecentErrors errors() {
    return gateway.errors();
  }

  /** What operators were told so far. */
  public String log() {
    return logged.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    gateway.close();
    try {
      Files.deleteIfExists(services);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What there is behind the gateway. */
  public static final class Builder {
    private final List<String> endpoints = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    /** Another service. */
    public Builder and(String service, int... ports) {
      List<String> places = new ArrayList<>();
      for (int port : ports) {
        places.add("127.0.0.1:" + port);
      }
      endpoints.add(service + ": [" + String.join(", ", places) + "]");
      names.add(service);
      return this;
    }

    /** Starts a gateway with these settings beside registry and listener; all is known by then. */
    public TestGateway start(String yaml) {
      try {
        Path file = Files.createTempFile("services", ".yaml");
        Files.writeString(file, "endpoints: {" + String.join(", ", endpoints) + "}\n");
        TestGateway started = new TestGateway(file, yaml);
        for (String name : names) {
          await().atMost(Duration.ofSeconds(10)).until(() -> started.gateway.knows(name));
        }
        return started;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
