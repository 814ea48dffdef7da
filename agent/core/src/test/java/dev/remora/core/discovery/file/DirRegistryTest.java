package dev.remora.core.discovery.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.core.LogLines;
import dev.remora.core.concurrent.Scheduler;
import dev.remora.core.discovery.Endpoint;
import dev.remora.core.discovery.Registration;
import dev.remora.core.log.Log;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirRegistryTest {
  @TempDir Path temporary;

  private final LogLines log = new LogLines(Log.Level.DEBUG);
  private final List<AutoCloseable> open = new ArrayList<>();
  private Path folder;
  private Heard heard;
  private DirRegistry registry;

  @BeforeEach
  void start() {
    folder = temporary.resolve("a").resolve("b");
    heard = new Heard();
    registry = registry();
    registry.start(heard);
  }

  private DirRegistry registry() {
    Scheduler scheduler = new Scheduler(log.log());
    DirRegistry made = new DirRegistry(folder.toString(), log.log(), scheduler);
    open.add(made);
    open.add(scheduler);
    return made;
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private static Registration registration(String service, String address, int port) {
    return new Registration(service, Endpoint.at(address, port).build());
  }

  private List<String> files() {
    String[] names = folder.toFile().list();
    return names == null ? List.of() : List.of(names);
  }

  private void awaitEndpoints(String service, Endpoint... endpoints) {
    await()
        .untilAsserted(
            () -> assertThat(heard.endpoints.get(service)).containsExactlyInAnyOrder(endpoints));
  }

  @Test
  void aFolderThatIsNotThereIsAnEmptyRegistry() {
    await().untilAsserted(() -> assertThat(heard.names()).isEmpty());
    assertThat(heard.states).isEmpty();
    assertThat(folder).doesNotExist();
  }

  @Test
  void findsWhatOthersRegisterAndForgetsWhatTheyTakeOut() {
    Endpoint rich =
        Endpoint.at("fe80::1", 9002)
            .weight(3)
            .tags(List.of("v2", "a,b"))
            .zone("é")
            .metadata(Map.of("version", "2", "note", "a=b\nc"))
            .build();
    registry.watch("Orders/ü");
    DirRegistry other = registry();
    other.register(new Registration("Orders/ü", rich));
    registry.register(registration("Orders/ü", "127.0.0.1", 9001));

    awaitEndpoints("Orders/ü", rich, Endpoint.at("127.0.0.1", 9001).build());
    assertThat(heard.names()).isEqualTo(Set.of("Orders/ü"));
    assertThat(files())
        .filteredOn(name -> name.endsWith(".endpoint"))
        .containsExactlyInAnyOrder(
            "%4Frders%2F%C3%BC@127.0.0.1_9001.endpoint",
            "%4Frders%2F%C3%BC@fe80%3A%3A1_9002.endpoint");

    other.close();
    awaitEndpoints("Orders/ü", Endpoint.at("127.0.0.1", 9001).build());
    registry.close();
    assertThat(files()).isEmpty();
  }

  @Test
  void stillBeatsAfterTheFolderWasDeleted() throws IOException {
    registry.watch("orders");
    registry.register(registration("orders", "127.0.0.1", 9001));
    awaitEndpoints("orders", Endpoint.at("127.0.0.1", 9001).build());
    int lists = heard.lists.size();

    Files.delete(folder.resolve("orders@127.0.0.1_9001.endpoint"));
    Files.deleteIfExists(folder);

    await().until(() -> folder.resolve("orders@127.0.0.1_9001.endpoint").toFile().exists());
    awaitEndpoints("orders", Endpoint.at("127.0.0.1", 9001).build());
    assertThat(heard.lists.size()).isGreaterThanOrEqualTo(lists);
  }

  @Test
  void aProcessThatIsKilledDisappearsAndMayComeBack() throws Exception {
    registry.watch("orders");
    Process process = spawn();
    awaitEndpoints("orders", Endpoint.at("127.0.0.1", 9001).build());

    process.destroyForcibly().waitFor();
    long killed = System.nanoTime();
    await()
        .atMost(Duration.ofSeconds(8))
        .untilAsserted(() -> assertThat(heard.endpoints.get("orders")).isEmpty());
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed);
    // Up to a beat of the four seconds may have passed already when it was killed.
    assertThat(millis).isBetween(2_500L, 6_000L);
    assertThat(heard.names()).isEmpty();
    assertThat(files()).contains("orders@127.0.0.1_9001.endpoint");

    Process again = spawn();
    awaitEndpoints("orders", Endpoint.at("127.0.0.1", 9001).build());
    again.destroy();
    assertThat(again.waitFor(10, TimeUnit.SECONDS)).isTrue();
    awaitEndpoints("orders");
    assertThat(files()).isEmpty();
  }

  private Process spawn() throws IOException {
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-cp",
                System.getProperty("java.class.path"),
                Registers.class.getName(),
                folder.toString())
            .inheritIO()
            .start();
    open.add(process::destroyForcibly);
    return process;
  }

  /** A process that serves orders at port 9001 until it is ended. */
  static final class Registers {
    private Registers() {}

    public static void main(String[] args) throws InterruptedException {
      Log log = new Log(Log.Level.WARN, System.err);
      Scheduler scheduler = new Scheduler(log);
      DirRegistry registry = new DirRegistry(args[0], log, scheduler);
      registry.register(registration("orders", "127.0.0.1", 9001));
      Runtime.getRuntime().addShutdownHook(new Thread(registry::close));
      Thread.sleep(60_000);
    }
  }

  @Test
  void doesNotBelieveAnOldFileUntilItBeats() throws IOException {
    registry.close();
    Path file = Files.createDirectories(folder).resolve("orders@127.0.0.1_9001.endpoint");
    EndpointFile.write(file.toFile(), registration("orders", "127.0.0.1", 9001), "other", "1");
    Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis() - 10_000));
    DirReader reader = new DirReader(folder.toFile(), log.log());

    assertThat(reader.read(0)).isEmpty();
    assertThat(reader.read(millis(250))).isEmpty();
    Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis() - 9_000));
    assertThat(reader.read(millis(500))).containsOnlyKeys("orders");
  }

  @Test
  void forgetsAfterFourSecondsAndDeletesAfterAMinuteOfItsOwnClock() throws IOException {
    registry.close();
    Files.createDirectories(folder);
    File file = folder.resolve("orders@127.0.0.1_9001.endpoint").toFile();
    EndpointFile.write(file, registration("orders", "127.0.0.1", 9001), "other", "1");
    Path unfinished = Files.writeString(folder.resolve("x.endpoint.other.tmp"), "half");
    DirReader reader = new DirReader(folder.toFile(), log.log());

    assertThat(reader.read(0)).containsOnlyKeys("orders");
    assertThat(reader.read(millis(4_000))).containsOnlyKeys("orders");
    assertThat(reader.read(millis(4_001))).isEmpty();
    assertThat(reader.read(millis(60_000))).isEmpty();
    assertThat(file).exists();
    assertThat(unfinished).exists();
    assertThat(reader.read(millis(60_001))).isEmpty();
    assertThat(file).doesNotExist();
    assertThat(unfinished).doesNotExist();
  }

  private static long millis(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  @Test
  void passesOverWhatItCannotReadWithOneLine() throws IOException {
    registry.close();
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("a.endpoint"), "service=a\naddress=h\nport=x\n");
    Files.writeString(folder.resolve("b.endpoint"), "");
    Files.writeString(folder.resolve("c.endpoint"), "service=c\naddress=h\nport=1\nzone=\\u12");
    Files.writeString(folder.resolve("d.endpoint"), "service=d\nport=1\n");
    Files.createDirectory(folder.resolve("e.endpoint"));
    Files.writeString(folder.resolve("README"), "service=f\naddress=h\nport=1\n");
    DirReader reader = new DirReader(folder.toFile(), log.log());

    for (int i = 0; i < 5; i++) {
      assertThat(reader.read(millis(250L * i))).isEmpty();
    }

    assertThat(log.lines().stream().filter(line -> line.contains("passed over")))
        .containsExactly(
            "dir: a.endpoint is passed over: is not an endpoint: For input string: \"x\"",
            "dir: b.endpoint is passed over: has no service",
            "dir: c.endpoint is passed over: is not an endpoint: Malformed \\uxxxx encoding.",
            "dir: d.endpoint is passed over: is not an endpoint: an endpoint needs an address",
            "dir: e.endpoint is passed over: is a folder");
  }

  @Test
  void keepsWhatIsKnownWhileTheFolderCannotBeRead() throws IOException {
    registry.close();
    Files.createDirectories(folder.getParent());
    Files.writeString(folder, "a file in the folder's place");
    DirReader reader = new DirReader(folder.toFile(), log.log());
    assertThat(reader.read(0)).isNull();
    assertThat(reader.problem()).isEqualTo("dir:" + folder + " can't be read");

    heard = new Heard();
    DirRegistry second = registry();
    second.start(heard);
    second.register(registration("orders", "127.0.0.1", 9001));
    await().until(() -> !heard.states.isEmpty());
    await().until(() -> log.lines().stream().anyMatch(line -> line.startsWith("register: orders")));
    Files.delete(folder);
    await().untilAsserted(() -> assertThat(heard.names()).isEqualTo(Set.of("orders")));
    assertThat(heard.states).containsExactly("down: dir:" + folder + " can't be read", "up");
  }

  @Test
  void leavesAFileThatAnotherProcessHasTakenOver() throws IOException {
    registry.register(registration("orders", "127.0.0.1", 9001));
    registry.register(registration("payments", "127.0.0.1", 9002));
    File orders = folder.resolve("orders@127.0.0.1_9001.endpoint").toFile();
    File payments = folder.resolve("payments@127.0.0.1_9002.endpoint").toFile();
    await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10)).until(payments::exists);

    // Right after a beat, so that the next one can't come between.
    EndpointFile.write(orders, registration("orders", "127.0.0.1", 9001), "other", "1");
    registry.close();

    assertThat(orders).exists();
    assertThat(payments).doesNotExist();
  }

  @Test
  void fileNamesAreSafeAndShort() {
    assertThat(EndpointFile.name(registration("..", "127.0.0.1", 1)))
        .isEqualTo("%2E.@127.0.0.1_1.endpoint");
    assertThat(EndpointFile.name(registration("a@b_c", "h", 1)))
        .isEqualTo("a%40b%5Fc@h_1.endpoint");
    String one = EndpointFile.name(registration("x".repeat(300), "h", 1));
    String two = EndpointFile.name(registration("x".repeat(300), "h", 2));
    assertThat(one).hasSizeLessThan(200).isNotEqualTo(two);
  }
}
