package dev.remora.it.registries;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A real Eureka, the one of Spring Cloud, as a process on a free port of the loopback, and a writer
 * and reader of it that has nothing to do with the code under test.
 *
 * <p>Its cache is as old as 100 ms, its clean-up comes each second and is not held up by
 * self-preservation, unless the arguments say otherwise: by default it takes minutes until changes
 * are told.
 */
final class EurekaServer implements AutoCloseable {
  private static final Path BUILT = Path.of(System.getProperty("eureka.server"));
  private static final Duration START_TIMEOUT = Duration.ofSeconds(90);

  private static EurekaServer shared;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Path folder;
  private int port;
  private final List<String> arguments;
  private Process process;

  private EurekaServer(Path folder, int port, List<String> arguments) {
    this.folder = folder;
    this.port = port;
    this.arguments = arguments;
  }

  /** One without peers that all tests share, for as long as the JVM runs. */
  static synchronized EurekaServer shared() {
    if (shared == null) {
      shared = in(Path.of("target", "eureka")).start();
      Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
      shared.awaitStart();
    }
    return shared;
  }

  /** One without peers; {@code folder} takes its log. */
  static EurekaServer in(Path folder, String... arguments) {
    return new EurekaServer(folder, freePort(), List.of(arguments));
  }

  /** Two that replicate to each other. */
  static List<EurekaServer> pair(Path folder) {
    int one = freePort();
    int other = freePort();
    String zone = "--eureka.client.service-url.defaultZone=" + url(one) + "," + url(other);
    List<EurekaServer> pair = new ArrayList<>();
    for (int port : List.of(one, other)) {
      pair.add(
          new EurekaServer(folder, port, List.of(zone, "--eureka.server.my-url=" + url(port))));
    }
    return pair;
  }

  private static String url(int port) {
    return "http://127.0.0.1:" + port + "/eureka/";
  }

  /** Starts it and returns at once. */
  EurekaServer start() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-cp"));
    try {
      command.add(
          BUILT.resolve("classes")
              + File.pathSeparator
              + Files.readString(BUILT.resolve("class-path")).trim());
      command.add("dev.remora.it.eureka.EurekaServerApplication");
      command.addAll(
          List.of(
              "--server.address=127.0.0.1",
              "--server.port=" + port,
              "--spring.main.banner-mode=off",
              "--logging.level.root=warn",
              "--eureka.client.register-with-eureka=false",
              "--eureka.client.fetch-registry=false",
              "--eureka.server.response-cache-update-interval-ms=100",
              "--eureka.server.eviction-interval-timer-in-ms=1000",
              "--eureka.server.enable-self-preservation=false"));
      command.addAll(arguments);
      Files.createDirectories(folder);
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Waits until it answers, whatever it is. */
  EurekaServer awaitStart() {
    long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
    while (!listens()) {
      if (!process.isAlive() && said().contains("Port " + port + " was already in use")) {
        // Somebody took it between the look and the start; of a pair the other would not know.
        if (arguments.stream().noneMatch(argument -> argument.contains(":" + port))) {
          port = freePort();
          start();
        }
      }
      if (System.nanoTime() > deadline || !process.isAlive()) {
        throw new AssertionError("Eureka did not start:\n" + said());
      }
      pause();
    }
    return this;
  }

  private boolean listens() {
    try (java.net.Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Ends it as a crash would. */
  void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    if (process != null) {
      kill();
    }
  }

  int port() {
    return port;
  }

  /** Starts an instance of an application, to be registered with {@link Instance#register}. */
  Instance instance(String app, String id) {
    return new Instance(app, id);
  }

  /** The instance as the server shows it, or null where it has none. */
  JsonObject shown(String app, String id) {
    HttpResponse<String> answer = send("GET", "/apps/" + app + "/" + id, "");
    if (answer.statusCode() == 404) {
      return null;
    }
    return JsonParser.parseString(answer.body()).getAsJsonObject().getAsJsonObject("instance");
  }

  /** Takes an instance out. */
  void cancel(String app, String id) {
    done(send("DELETE", "/apps/" + app + "/" + id, ""));
  }

  /** Overrides an instance's status. */
  void override(String app, String id, String status) {
    done(send("PUT", "/apps/" + app + "/" + id + "/status?value=" + status, ""));
  }

  /** Ends the override; {@code status} is what the instance then has. */
  void endOverride(String app, String id, String status) {
    done(send("DELETE", "/apps/" + app + "/" + id + "/status?value=" + status, ""));
  }

  private static void done(HttpResponse<String> answer) {
    if (answer.statusCode() / 100 != 2) {
      throw new AssertionError(answer + ": " + answer.body());
    }
  }

  private HttpResponse<String> send(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/eureka" + path))
            .method(method, BodyPublishers.ofString(body))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .build();
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Path log() {
    return folder.resolve("eureka-" + port + ".log");
  }

  private String said() {
    try {
      return Files.readString(log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** An instance as Eureka's own client writes it. */
  final class Instance {
    private final JsonObject json = new JsonObject();
    private final String app;

    private Instance(String app, String id) {
      this.app = app;
      with("app", app)
          .with("instanceId", id)
          .with("hostName", id + ".example")
          .with("status", "UP");
      with("vipAddress", app.toLowerCase(Locale.ROOT));
      raw(
          "dataCenterInfo",
          "{'@class': 'com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo', 'name': 'MyOwn'}");
      lease(90);
    }

    /** Its address and plain port. */
    Instance at(String address, int number) {
      return with("ipAddr", address).raw("port", "{'$': " + number + ", '@enabled': 'true'}");
    }

    /** The secure port, and whether the plain one remains. */
    Instance secure(int number, boolean plain) {
      json.getAsJsonObject("port").addProperty("@enabled", String.valueOf(plain));
      return raw("securePort", "{'$': " + number + ", '@enabled': 'true'}");
    }

    /** How long it lives without a sign of life. */
    Instance lease(int seconds) {
      return raw("leaseInfo", "{'renewalIntervalInSecs': 30, 'durationInSecs': " + seconds + "}");
    }

    Instance with(String key, String value) {
      json.addProperty(key, value);
      return this;
    }

    /** A value in JSON, with single quotes. */
    Instance raw(String key, String value) {
      json.add(key, JsonParser.parseString(value.replace('\'', '"')));
      return this;
    }

    /** Registers it. */
    void register() {
      JsonObject body = new JsonObject();
      body.add("instance", json);
      json.addProperty("lastDirtyTimestamp", String.valueOf(System.currentTimeMillis()));
      done(send("POST", "/apps/" + app, body.toString()));
    }
  }
}
