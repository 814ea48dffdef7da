package dev.remora.core.testing;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A real Consul on free ports of the loopback, and a writer and reader of it that has nothing to do
 * with the code under test.
 *
 * <p>Always serves plain HTTP on {@link #port}; with {@link Builder#tls} HTTPS too, on {@link
 * #tlsPort}.
 */
public final class ConsulServer implements AutoCloseable {
  private static final Gson GSON = new Gson();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Path folder;
  private final boolean persistent;
  private final String address;
  private final String name;
  private final String token;
  private final Map<String, Integer> ports = new LinkedHashMap<>();
  private ConsulProcess process;

  private ConsulServer(Builder builder) {
    this.folder = builder.folder;
    this.persistent = builder.persistent;
    this.address = builder.address;
    this.name = builder.name;
    this.token = builder.token;
    for (String port : List.of("http", "server", "serf_lan", "serf_wan")) {
      ports.put(port, freePort(address));
    }
    if (builder.port > 0) {
      ports.put("http", builder.port);
    }
    ports.put("https", builder.ca == null ? -1 : freePort(address));
    ports.put("dns", builder.dns == null ? -1 : freePort(address));
    ports.put("grpc", -1);
    write(folder.resolve("consul.json"), GSON.toJson(config(builder)));
  }

  /** Starts a configuration; {@code folder} takes its files and data. */
  public static Builder in(Path folder) {
    return new Builder(folder);
  }

  private Map<String, Object> config(Builder builder) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("bind_addr", address);
    config.put("client_addr", address);
    config.put("node_name", name);
    config.put("node_meta", Map.of("zone", "node-zone"));
    config.put("ports", ports);
    config.put("disable_update_check", true);
    config.put("enable_script_checks", false);
    if (persistent) {
      config.put("server", true);
      config.put("bootstrap_expect", Math.max(1, builder.servers));
      config.put("data_dir", folder.resolve("data").toString());
      config.put("performance", Map.of("raft_multiplier", 1));
    }
    if (!builder.join.isEmpty()) {
      config.put("retry_join", builder.join);
      config.put("retry_interval", "1s");
    }
    if (token != null) {
      config.put(
          "acl",
          Map.of(
              "enabled",
              true,
              "default_policy",
              "deny",
              "tokens",
              Map.of("master", token, "agent", token)));
    }
    if (builder.ca != null) {
      config.put("ca_file", builder.ca.caFile().toString());
      config.put("cert_file", builder.ca.serverCertificate().toString());
      config.put("key_file", builder.ca.serverKey().toString());
      config.put("verify_incoming_https", builder.verifyIncoming);
    }
    if (builder.dns != null) {
      config.put("dns_config", builder.dns);
    }
    if (builder.connections > 0) {
      config.put("limits", Map.of("http_max_conns_per_client", builder.connections));
    }
    return config;
  }

  /** Starts it, again with the data it had if it is persistent, and waits until it has a leader. */
  public void start() {
    launch();
    awaitLeader();
  }

  /** Starts it and waits for nothing. */
  public void launch() {
    List<String> arguments = new ArrayList<>(List.of("agent"));
    if (!persistent) {
      arguments.add("-dev");
    }
    arguments.add("-config-file=" + folder.resolve("consul.json"));
    process = ConsulProcess.start(arguments, log());
  }

  /** Waits until it answers, with a leader. */
  public void awaitLeader() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!ready()) {
      if (System.nanoTime() > deadline || !process.isAlive()) {
        throw new AssertionError("Consul did not start:\n" + read(log()));
      }
      pause(50);
    }
  }

  private boolean ready() {
    try {
      HttpResponse<String> answer = send("GET", "/v1/catalog/service/consul", null);
      return answer.statusCode() == 200 && answer.body().contains("\"" + name + "\"");
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** Ends it as a crash would. */
  public void kill() {
    process.kill();
  }

  @Override
  public void close() {
    if (process != null) {
      kill();
    }
  }

  /** The address it listens on. */
  public String address() {
    return address;
  }

  /** Where the other servers of a cluster find it. */
  public String gossip() {
    return address + ":" + ports.get("serf_lan");
  }

  /** Where the leader of a cluster is, as address and port, or an empty text. */
  public String leader() {
    return get("/v1/status/leader").getAsString();
  }

  /** What {@link #leader} says if it is this one. */
  public String raft() {
    return address + ":" + ports.get("server");
  }

  /** Port of plain HTTP. */
  public int port() {
    return ports.get("http");
  }

  /** Port of HTTPS. */
  public int tlsPort() {
    return ports.get("https");
  }

  /** Port of DNS. */
  public int dnsPort() {
    return ports.get("dns");
  }

  /** What it has logged. */
  public Path log() {
    return folder.resolve("consul.log");
  }

  /**
   * Registers an endpoint with the agent.
   *
   * @param id also the service's name where there is no {@code Name} among {@code more}
   * @param more further keys of /v1/agent/service/register
   */
  public void register(String id, String name, String address, int port, Map<String, ?> more) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("ID", id);
    body.put("Name", name);
    body.put("Address", address);
    body.put("Port", port);
    body.putAll(more);
    put("/v1/agent/service/register", GSON.toJson(body));
  }

  /** Takes it out again. */
  public void deregister(String id) {
    put("/v1/agent/service/deregister/" + id, "");
  }

  /** Sets a TTL check's state: {@code pass}, {@code warn} or {@code fail}. */
  public void check(String state, String id) {
    put("/v1/agent/check/" + state + "/service:" + id, "");
  }

  /** Puts {@code body} and expects success. */
  public String put(String path, String body) {
    HttpResponse<String> answer = send("PUT", path, HttpRequest.BodyPublishers.ofString(body));
    if (answer.statusCode() != 200) {
      throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  /** Gets JSON and expects success. */
  public JsonElement get(String path) {
    HttpResponse<String> answer = send("GET", path, null);
    if (answer.statusCode() != 200) {
      throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
    }
    return JsonParser.parseString(answer.body());
  }

  /** A snapshot of all state. */
  public byte[] snapshot() {
    try {
      return http.send(
              request("/v1/snapshot").GET().build(), HttpResponse.BodyHandlers.ofByteArray())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Goes back to that state. */
  public void restore(byte[] snapshot) {
    HttpResponse<String> answer =
        send("PUT", "/v1/snapshot", HttpRequest.BodyPublishers.ofByteArray(snapshot));
    if (answer.statusCode() != 200) {
      throw new AssertionError("restore: " + answer.body());
    }
  }

  private HttpResponse<String> send(String method, String path, HttpRequest.BodyPublisher body) {
    HttpRequest request =
        request(path)
            .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : body)
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://" + address + ":" + port() + path))
            .timeout(Duration.ofSeconds(10));
    if (token != null) {
      request.header("X-Consul-Token", token);
    }
    return request;
  }

  /** A port that is free now. */
  public static int freePort() {
    return freePort("127.0.0.1");
  }

  private static int freePort(String address) {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(address))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String content) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Configures a {@link ConsulServer}. */
  public static final class Builder {
    private final Path folder;
    private String address = "127.0.0.1";
    private String name = "node";
    private List<String> join = List.of();
    private int servers;
    private int port;
    private boolean persistent;
    private String token;
    private ConsulCertificates ca;
    private boolean verifyIncoming;
    private int connections;
    private Map<String, Object> dns;

    private Builder(Path folder) {
      this.folder = folder;
    }

    /** Keeps its data over a restart; otherwise it forgets everything. */
    public Builder persistent() {
      this.persistent = true;
      return this;
    }

    /** One of the servers of a cluster, on an address and under a name of its own. */
    Builder server(String address, String name, int servers, List<String> join) {
      this.address = address;
      this.name = name;
      this.servers = servers;
      this.join = join;
      return persistent();
    }

    /** A port of plain HTTP that is known beforehand. */
    public Builder port(int port) {
      this.port = port;
      return this;
    }

    /** ACLs that deny what is not allowed, with this almighty token. */
    public Builder acl(String masterToken) {
      this.token = masterToken;
      return this;
    }

    /** HTTPS with a certificate of this authority. */
    public Builder tls(ConsulCertificates ca) {
      this.ca = ca;
      return this;
    }

    /** HTTPS for clients with a certificate only. */
    public Builder verifyIncoming() {
      this.verifyIncoming = true;
      return this;
    }

    /** How many connections a client address may have; 200 by default. */
    public Builder connections(int most) {
      this.connections = most;
      return this;
    }

    /** DNS too, with these {@code dns_config}. */
    public Builder dns(Map<String, Object> config) {
      this.dns = config;
      return this;
    }

    /** A Consul that isn't started yet; its ports are chosen. */
    public ConsulServer build() {
      return new ConsulServer(this);
    }

    /** A running Consul. */
    public ConsulServer start() {
      ConsulServer server = build();
      server.start();
      return server;
    }
  }
}
