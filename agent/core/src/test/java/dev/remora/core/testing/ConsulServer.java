package dev.remora.core.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A real Consul on free ports of the loopback, and a writer and reader of it that has nothing to do
 * with the code under test.
 *
 * <p>Always serves plain HTTP on {@link #port}; with {@link ConsulBuilder#tls} HTTPS too, on {@link
 * #tlsPort}.
 */
public final class ConsulServer implements AutoCloseable {
  private static final Gson GSON = new Gson();

  private final Path folder;
  private final boolean persistent;
  private final String address;
  private final String name;
  private final Map<String, Integer> ports;
  private final ConsulHttp http;
  private ConsulProcess process;

  ConsulServer(ConsulBuilder builder) {
    this.folder = builder.folder();
    this.persistent = builder.isPersistent();
    this.address = builder.address();
    this.name = builder.name();
    this.ports = builder.freePorts();
    this.http = new ConsulHttp(address, port(), builder.token());
    write(folder.resolve("consul.json"), GSON.toJson(builder.config(ports)));
  }

  /** Starts a configuration; {@code folder} takes its files and data. */
  public static ConsulBuilder in(Path folder) {
    return new ConsulBuilder(folder);
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
      HttpResponse<byte[]> answer = http.send("GET", "/v1/catalog/service/consul", null);
      return answer.statusCode() == 200
          && new String(answer.body(), UTF_8).contains("\"" + name + "\"");
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
    return http.put(path, body.getBytes(UTF_8));
  }

  /** Gets JSON and expects success. */
  public JsonElement get(String path) {
    return JsonParser.parseString(new String(http.get(path), UTF_8));
  }

  /** A snapshot of all state. */
  public byte[] snapshot() {
    return http.get("/v1/snapshot");
  }

  /** Goes back to that state. */
  public void restore(byte[] snapshot) {
    http.put("/v1/snapshot", snapshot);
  }

  /** A port that is free now. */
  public static int freePort() {
    return freePort("127.0.0.1");
  }

  static int freePort(String address) {
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
}
