package dev.remora.it.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.remora.it.gateway.GatewayJar;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two gateways and one Redis, each a process of its own. */
class SharedLimitTest {
  private static final List<String> POLICIES = List.of("local", "allow", "deny");

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final List<GatewayJar> GATEWAYS = new ArrayList<>();
  private static HttpServer service;
  private static RedisServer redis;
  private static int clients;

  @BeforeAll
  static void start() throws Exception {
    redis = new RedisServer("save \"\"");
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.setExecutor(Executors.newFixedThreadPool(4));
    service.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    service.start();
    for (int i = 0; i < 2; i++) {
      GATEWAYS.add(GatewayJar.start(settings("redis://127.0.0.1:" + redis.port()), Map.of()));
    }
  }

  @AfterAll
  static void stop() throws Exception {
    for (GatewayJar gateway : GATEWAYS) {
      gateway.close();
    }
    service.stop(0);
    redis.close();
  }

  private static String settings(String url, String... more) throws IOException {
    Path services = Files.createTempFile("services", ".yaml");
    Files.writeString(
        services, "endpoints: {s: [127.0.0.1:" + service.getAddress().getPort() + "]}\n");
    StringBuilder yaml = new StringBuilder("log: info\nregistry: file:" + services + "\n");
    yaml.append("redis: {url: '" + url + "', timeout: 100ms" + String.join("", more) + "}\n");
    yaml.append("trusted-proxies: [127.0.0.1]\nroutes:\n");
    for (String policy : POLICIES) {
      yaml.append("- {name: " + policy + ", match: {prefix: /" + policy + "}, to: s,");
      yaml.append(" rate-limit: {name: x, requests: 20, per: 1h, store: redis,");
      yaml.append(" on-failure: " + policy + "}}\n");
    }
    yaml.append("- {name: quota, match: {prefix: /quota}, to: s,");
    yaml.append(" quota: {limits: [{requests: 5, per: month, key: address}]}}\n");
    return yaml.toString();
  }

  /** The address of a client that has never called. */
  private static String someone() {
    clients++;
    return "10.0." + clients / 256 + "." + clients % 256;
  }

  private static HttpResponse<String> get(GatewayJar gateway, String policy, String client)
      throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(gateway.url() + "/" + policy))
            .header("x-forwarded-for", client)
            .timeout(Duration.ofSeconds(5))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static int status(GatewayJar gateway, String policy, String client)
      throws IOException, InterruptedException {
    return get(gateway, policy, client).statusCode();
  }

  /** How many of {@code requests}, to one gateway and the other by turns, pass. */
  private static int passing(int requests, String policy, String client)
      throws IOException, InterruptedException {
    int passing = 0;
    for (int i = 0; i < requests; i++) {
      passing += status(GATEWAYS.get(i % 2), policy, client) == 200 ? 1 : 0;
    }
    return passing;
  }

  /** Whether both count together again, as a client sees it. */
  private static void awaitShared() {
    await()
        .pollInterval(Duration.ofMillis(50))
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(passing(24, "local", someone())).isEqualTo(20));
  }

  @Test
  void twoGatewaysShareOneLimit() throws Exception {
    String client = someone();
    HttpResponse<String> first = get(GATEWAYS.get(0), "local", client);
    assertThat(first.headers().firstValue("ratelimit")).hasValue("\"x\";r=19;t=180");
    HttpResponse<String> second = get(GATEWAYS.get(1), "local", client);
    assertThat(second.headers().firstValue("ratelimit").orElse("")).startsWith("\"x\";r=18;");
    assertThat(passing(38, "local", client)).isEqualTo(18);
    HttpResponse<String> rejected = get(GATEWAYS.get(1), "local", client);
    assertThat(rejected.statusCode()).isEqualTo(429);
    assertThat(Integer.parseInt(rejected.headers().firstValue("retry-after").orElse("0")))
        .isBetween(150, 180);
    assertThat(passing(4, "local", someone())).as("of another").isEqualTo(4);
    String keys = redis.ask("KEYS *");
    assertThat(keys).contains("remora:rate:local:x:").doesNotContain(client);
  }

  @Test
  void twoGatewaysShareOneQuota() throws Exception {
    awaitShared();
    String client = someone();
    assertThat(passing(9, "quota", client)).isEqualTo(5);
    HttpResponse<String> rejected = get(GATEWAYS.get(0), "quota", client);
    assertThat(rejected.body()).contains("\"quota-exceeded\"", "[\"month\"]");
    assertThat(redis.ask("KEYS remora:quota:*")).contains("remora:quota:quota:month:20");
  }

  @Test
  void aKilledRedisHasTheStatedConsequencesAtOnceAndIsUsedAgainAfterwards() throws Exception {
    awaitShared();
    try (Load load = new Load()) {
      Thread.sleep(500);
      redis.kill();
      long killed = System.nanoTime();
      Thread.sleep(1_000);
      // From a second after it: what each gateway says by itself.
      String client = someone();
      assertThat(passing(50, "local", client)).as("each counts by itself").isEqualTo(40);
      assertThat(passing(50, "allow", client)).as("all pass").isEqualTo(50);
      assertThat(passing(10, "deny", client)).as("none passes").isZero();
      HttpResponse<String> denied = get(GATEWAYS.get(0), "deny", client);
      assertThat(denied.statusCode()).isEqualTo(503);
      assertThat(denied.headers().firstValue("retry-after")).hasValue("1");
      assertThat(denied.body()).contains("\"limits-unavailable\"").doesNotContain("redis", "127.");
      redis.start();
      awaitShared();
      load.end();
      assertThat(load.statuses.keySet()).as("what is stated").contains(200, 503);
      assertThat(load.statuses.keySet()).as("and nothing else").isSubsetOf(200, 429, 503);
      assertThat(load.late(killed, TimeUnit.SECONDS.toNanos(1)))
          .as("denied within a second, and not before it was killed")
          .isTrue();
      System.out.println("slowest under load: " + load.slowest / 1_000_000 + " ms");
      assertThat(load.slowest).isLessThan(TimeUnit.SECONDS.toNanos(1));
    }
    for (GatewayJar gateway : GATEWAYS) {
      assertThat(gateway.log())
          .contains("Redis at redis://127.0.0.1:" + redis.port() + "/0 does not answer:")
          .contains("answers again");
    }
  }

  @Test
  void aRedisThatHangsCostsNoMoreThanItsTimeOutOnce() throws Exception {
    awaitShared();
    redis.hang(true);
    try {
      // Each event loop finds out for itself.
      for (int i = 0; i < 40; i++) {
        assertThat(status(GATEWAYS.get(i % 2), "allow", someone())).isEqualTo(200);
      }
      long began = System.nanoTime();
      for (int i = 0; i < 100; i++) {
        assertThat(status(GATEWAYS.get(i % 2), "allow", someone())).isEqualTo(200);
      }
      assertThat(System.nanoTime() - began)
          .as("less than a time-out each")
          .isLessThan(TimeUnit.MILLISECONDS.toNanos(100 * 100 / 2));
    } finally {
      redis.hang(false);
    }
    awaitShared();
  }

  @Test
  void scriptsThatTheServerHasForgottenAreTaughtAgain() throws Exception {
    awaitShared();
    redis.ask("SCRIPT FLUSH");
    awaitShared();
  }

  @Test
  void aPasswordAndTlsAreUsedAndNeverShown() throws Exception {
    String password = "kept-to-itself-4711";
    Path folder = Files.createTempDirectory("redis-tls");
    SelfSigned.make(folder);
    try (RedisServer secured =
        new RedisServer(
            "port 0",
            "tls-port PORT",
            "tls-auth-clients no",
            "tls-cert-file " + folder.resolve("cert.pem"),
            "tls-key-file " + folder.resolve("key.pem"),
            "user default off",
            "user edge on >" + password + " ~* +@all")) {
      String url = "rediss://127.0.0.1:" + secured.port();
      String ca = ", ca: " + folder.resolve("cert.pem");
      Path file = Files.writeString(folder.resolve("password"), password + "\n");
      String good = ", username: edge, password-file: " + file;
      String bad = ", username: edge, password: " + password + "x";
      assertThat(status(settings(url, ca, good), 200, password)).doesNotContain("does not answer");
      assertThat(status(settings(url, ca, bad), 503, password)).contains("it says WRONGPASS");
      assertThat(status(settings(url, good), 503, password)).contains("does not answer");
      assertThat(status(settings(url.replace("rediss", "redis"), good), 503, password))
          .contains("does not answer");
    }
  }

  /** What a gateway of these settings has logged after one request to the route {@code deny}. */
  private static String status(String yaml, int status, String password) throws Exception {
    try (GatewayJar gateway = GatewayJar.start(yaml, Map.of())) {
      assertThat(status(gateway, "deny", someone())).isEqualTo(status);
      assertThat(gateway.log()).doesNotContain(password);
      return gateway.log();
    }
  }

  /** 150 requests a second, each of a client of its own, until it is ended. */
  private static final class Load implements AutoCloseable {
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(3);
    private final Map<Integer, Integer> statuses = new HashMap<>();
    private final List<Future<?>> calls = new ArrayList<>();
    private long slowest;
    private long firstDenied;
    private String failed;

    Load() {
      for (int i = 0; i < POLICIES.size(); i++) {
        String policy = POLICIES.get(i);
        int number = i;
        calls.add(
            threads.scheduleAtFixedRate(() -> call(policy, number), 0, 20, TimeUnit.MILLISECONDS));
      }
    }

    private void call(String policy, int number) {
      long began = System.nanoTime();
      try {
        String client = "10.9." + number + "." + (began >>> 10 & 255);
        int status = status(GATEWAYS.get((int) (began >>> 20 & 1)), policy, client);
        note(status, began);
      } catch (IOException | InterruptedException e) {
        note(e);
      }
    }

    private synchronized void note(Exception e) {
      failed = e.toString();
    }

    private synchronized void note(int status, long began) {
      statuses.merge(status, 1, Integer::sum);
      slowest = Math.max(slowest, System.nanoTime() - began);
      if (status == 503 && firstDenied == 0) {
        firstDenied = System.nanoTime();
      }
    }

    private synchronized boolean late(long from, long within) {
      return firstDenied > from - 100_000_000L && firstDenied < from + within;
    }

    void end() throws InterruptedException {
      calls.forEach(call -> call.cancel(false));
      threads.shutdown();
      assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
      assertThat(failed).as("no request without an answer").isNull();
    }

    @Override
    public void close() {
      threads.shutdownNow();
    }
  }
}
