package dev.remora.it.contract.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.testing.Engines;
import dev.remora.it.app11.JavaHttpClientShop;
import dev.remora.it.contract.endpoint.DeadPort;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What java.net.http has and the endpoints of the contract do not speak, on each of its JDKs. */
final class JavaHttpClientTest {
  private static final int TIMES = 9;

  @TempDir Path folder;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Map<String, String> services = new TreeMap<>();
  private UpgradingServer one;
  private UpgradingServer two;

  @Retention(RetentionPolicy.RUNTIME)
  @ParameterizedTest(name = "JDK {0}")
  @ValueSource(ints = {11, 17, 21, 25})
  private @interface OnEveryJdk {}

  @BeforeEach
  void start() throws Exception {
    // On the same port of two addresses: host and port alone do not tell them apart.
    one = keep(new UpgradingServer("one", loopback(1), 0));
    two = keep(new UpgradingServer("two", loopback(2), one.address().getPort()));
  }

  @AfterEach
  void end() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  @OnEveryJdk
  void upgradedConnectionsAreKeptPerEndpoint(int jdk) throws Exception {
    service("orders", one.address(), two.address());
    List<String> lines = run(jdk, times("get http://orders/"));
    assertThat(lines).hasSize(TIMES).allMatch(line -> line.startsWith("200 HTTP_2 "));
    assertThat(lines).allMatch(line -> line.endsWith(" orders 0 "));
    List<String> connections =
        lines.stream()
            .map(line -> line.split(" ", -1)[2] + line.split(" ", -1)[3])
            .distinct()
            .toList();
    assertThat(connections).hasSize(2).anyMatch(c -> c.startsWith("one"));
    assertThat(connections).anyMatch(c -> c.startsWith("two"));
  }

  @OnEveryJdk
  void servicesOnOneEndpointShareNoUpgradedConnection(int jdk) throws Exception {
    service("orders", one.address());
    service("basket", one.address());
    List<String> lines = run(jdk, "get http://orders/", "get http://basket/", "get http://orders/");
    assertThat(lines)
        .hasSize(3)
        .allMatch(line -> line.startsWith("200 HTTP_2 one "))
        .satisfies(all -> assertThat(all.get(0)).isEqualTo(all.get(2)))
        .satisfies(all -> assertThat(port(all.get(1))).isNotEqualTo(port(all.get(0))));
  }

  @OnEveryJdk
  void manyDeadEndpointsArePassedOver(int jdk) throws Exception {
    service("ruins", dead(), dead(), dead(), dead(), dead(), dead(), dead(), one.address());
    List<String> lines =
        run(
            jdk,
            Stream.of(
                    times("get http://ruins/"),
                    times("post http://ruins/"),
                    times("expect http://ruins/"))
                .flatMap(Stream::of)
                .toArray(String[]::new));
    assertThat(lines).hasSize(3 * TIMES).allMatch(line -> line.startsWith("200 HTTP_2 one "));
    assertThat(lines.subList(TIMES, 2 * TIMES)).allMatch(line -> line.endsWith(" ruins 0 posted"));
    // Once, though an attempt that failed had asked for it too.
    assertThat(lines.subList(2 * TIMES, 3 * TIMES))
        .allMatch(line -> line.endsWith(" ruins 1 posted"));
  }

  @OnEveryJdk
  void nothingIsOfferedToUpgradeTwice(int jdk) throws Exception {
    service("ledger", dead(), one.address(), two.address());
    List<String> lines = run(jdk, times("get http://ledger/", 30));
    assertThat(lines).hasSize(30).allMatch(line -> line.startsWith("200 HTTP_2 "));
    assertThat(lines.stream().map(JavaHttpClientTest::port).distinct()).hasSize(2);
  }

  @OnEveryJdk
  void whatFailsInTheBodyIsNoFailureToConnect(int jdk) throws Exception {
    service("orders", one.address(), two.address());
    List<String> lines =
        run(jdk, "break http://orders/", "break http://" + literal(one.address()) + "/");
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0))
        .isEqualTo(lines.get(1))
        .startsWith("java.net.ConnectException: Connection refused, ");
  }

  @OnEveryJdk
  void webSocketsGoToTheService(int jdk) throws Exception {
    ChatServer chat = keep(new ChatServer(loopback(1)));
    service("chat", dead(), dead(), chat.address());
    assertThat(run(jdk, times("socket ws://chat/"))).hasSize(TIMES).containsOnly("chat");
  }

  @OnEveryJdk
  void webSocketsFailAsTheyDo(int jdk) throws Exception {
    service("ruins", dead(), dead(), dead());
    List<String> lines =
        run(jdk, "socket ws://ruins/", "socket ws://" + literal(dead()) + "/", "get http://ruins/");
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).isEqualTo(lines.get(1)).contains("ConnectException");
    assertThat(lines.get(2)).contains("ConnectException");
  }

  private List<String> run(int jdk, String... things) throws Exception {
    List<String> command = new ArrayList<>();
    Path agent = Path.of("../../agent/javaagent/target/remora-agent.jar").toAbsolutePath();
    Path classes =
        Path.of(
            JavaHttpClientShop.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    command.add(Engines.java(jdk).toString());
    command.add("-javaagent:" + agent.normalize() + "=registry=file:" + file());
    command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-cp", classes.toString()));
    command.add(JavaHttpClientShop.class.getName());
    command.addAll(List.of(things));
    Path errors = folder.resolve("errors");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.matches("(JAVA_TOOL|JDK_JAVA|REMORA_|OTEL_).*|(?i).*_proxy"));
    Process process = builder.start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).isZero();
      assertThat(Files.readString(errors)).isEmpty();
      return output.lines().toList();
    } finally {
      process.destroyForcibly();
    }
  }

  private Path file() throws IOException {
    String yaml =
        services.entrySet().stream()
            .map(service -> "  " + service.getKey() + ": " + service.getValue() + "\n")
            .collect(Collectors.joining("", "endpoints:\n", ""));
    return Files.writeString(folder.resolve("services.yaml"), yaml);
  }

  private void service(String name, InetSocketAddress... endpoints) {
    services.put(
        name,
        Stream.of(endpoints)
            .map(at -> '"' + literal(at) + '"')
            .collect(Collectors.joining(", ", "[", "]")));
  }

  private InetSocketAddress dead() throws IOException {
    return keep(new DeadPort(loopback(1))).address();
  }

  private <T extends AutoCloseable> T keep(T resource) {
    open.push(resource);
    return resource;
  }

  private static String[] times(String thing) {
    return times(thing, TIMES);
  }

  private static String[] times(String thing, int times) {
    return Collections.nCopies(times, thing).toArray(new String[0]);
  }

  /** The client's port, out of an {@link UpgradingServer}'s answer: which connection it was. */
  private static String port(String line) {
    return line.split(" ", -1)[3];
  }

  private static String literal(InetSocketAddress at) {
    return at.getAddress().getHostAddress() + ":" + at.getPort();
  }

  private static InetAddress loopback(int last) throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
  }
}
