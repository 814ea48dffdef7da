package dev.remora.core.discovery.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.core.LogLines;
import dev.remora.core.concurrent.Scheduler;
import dev.remora.core.discovery.Puppet;
import dev.remora.core.discovery.Witness;
import dev.remora.core.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotRegistryTest {
  private static final String SOURCE = "consul://c:1";
  private static final long DELAY_MILLIS = 100;
  private static final long NEVER = 600_000;

  @TempDir Path folder;

  private final LogLines log = new LogLines(Log.Level.INFO);
  private final Scheduler scheduler = new Scheduler(log.log());
  private final Puppet registry = new Puppet();
  private final Witness witness = new Witness();

  @AfterEach
  void stop() {
    scheduler.close();
  }

  private Path path() {
    return folder.resolve("remora.snapshot");
  }

  /** As a process has it that starts now. */
  private SnapshotRegistry open(String source, Puppet inner, Witness to, long patienceMillis) {
    SnapshotStore store =
        new SnapshotStore(
            path().toString(), Duration.ofHours(1), DELAY_MILLIS, log.log(), scheduler);
    SnapshotRegistry opened = new SnapshotRegistry(inner, source, store, patienceMillis, scheduler);
    opened.start(to);
    return opened;
  }

  private SnapshotRegistry open(long patienceMillis) {
    return open(SOURCE, registry, witness, patienceMillis);
  }

  /** An earlier process called orders, of two services, at {@code millisAgo}. */
  private void before(long millisAgo) throws IOException {
    long at = System.currentTimeMillis() - millisAgo;
    Map<String, Kept.Service> services = new HashMap<>();
    services.put("orders", new Kept.Service(at, Puppet.endpoints("10.0.0.1:80")));
    services.put("billing", null);
    new SnapshotFile(path().toString()).write(Map.of(SOURCE, new Kept(at, services)));
  }

  private Map<String, Kept> written() throws IOException {
    return new SnapshotFile(path().toString()).read();
  }

  private String endpoints(String source, String service) throws IOException {
    Kept.Service kept = written().get(source).services().get(service);
    return kept == null ? null : kept.endpoints().toString();
  }

  @Test
  void standsInWhenTheRegistryIsDownAtTheStart() throws IOException {
    before(180_000);
    SnapshotRegistry opened = open(NEVER);
    assertThat(witness.heard()).isEmpty();

    registry.down("refused");
    opened.watch("orders");
    opened.watch("billing");
    assertThat(registry.watched).containsExactly("orders", "billing");
    assertThat(witness.news())
        .containsExactly(
            "services [billing, orders]",
            "down: refused; the snapshot of 3 min ago stands in",
            "orders [10.0.0.1:80]");

    registry.lists("orders");
    registry.tells("orders", "10.0.0.2:80");
    registry.up();
    assertThat(witness.news()).containsExactly("services [orders]", "orders [10.0.0.2:80]", "up");
    registry.down("refused");
    opened.watch("orders");
    assertThat(witness.news()).containsExactly("down: refused");
  }

  @Test
  void callsThatCameBeforeAreServedToo() throws IOException {
    before(0);
    SnapshotRegistry opened = open(NEVER);
    opened.watch("orders");
    registry.down("refused");
    assertThat(witness.news())
        .containsExactly(
            "services [billing, orders]",
            "orders [10.0.0.1:80]",
            "down: refused; the snapshot of 0 s ago stands in");
  }

  @Test
  void standsInForARegistryThatHangs() throws IOException {
    before(0);
    open(100);
    await().until(() -> witness.heard().size() == 2);
    assertThat(witness.news())
        .containsExactly(
            "services [billing, orders]",
            "down: consul://c:1 has not answered yet; the snapshot of 0 s ago stands in");
    // That it is down indeed is no second outage.
    registry.down("timed out");
    assertThat(witness.heard()).isEmpty();
    registry.up();
    assertThat(witness.news()).containsExactly("up");
  }

  @Test
  void standsInForTheEndpointsOfOneServiceThatHangs() throws Exception {
    before(0);
    SnapshotRegistry opened = open(100);
    registry.lists("orders");
    opened.watch("orders");
    await().until(() -> witness.heard().contains("orders [10.0.0.1:80]"));
    assertThat(witness.heard()).doesNotContain("up").first().isEqualTo("services [orders]");
  }

  @Test
  void theRegistryHasTheFirstWord() throws Exception {
    before(0);
    SnapshotRegistry opened = open(200);
    registry.lists("orders");
    opened.watch("orders");
    registry.tells("orders", "10.0.0.2:80");
    Thread.sleep(500);
    assertThat(witness.heard()).containsExactly("services [orders]", "orders [10.0.0.2:80]");
  }

  @Test
  void keepsWhatTheRegistrySaysForTheNextProcess() throws Exception {
    SnapshotRegistry opened = open(NEVER);
    registry.lists("orders", "billing");
    opened.watch("orders");
    registry.tells("orders", "10.0.0.1:80");
    await().until(() -> Files.exists(path()) && endpoints(SOURCE, "orders") != null);
    assertThat(endpoints(SOURCE, "orders")).isEqualTo("[10.0.0.1:80]");
    assertThat(written().get(SOURCE).services()).containsOnlyKeys("orders", "billing");

    // Not some time later: the process ends.
    registry.tells("orders", "10.0.0.2:80");
    opened.leave();
    assertThat(endpoints(SOURCE, "orders")).isEqualTo("[10.0.0.2:80]");
    registry.tells("orders", "10.0.0.3:80");
    opened.close();
    assertThat(endpoints(SOURCE, "orders")).isEqualTo("[10.0.0.3:80]");
    assertThat(registry.closed).isTrue();
  }

  @Test
  void writesNothingOfARegistryThatHasSaidNothing() throws Exception {
    before(60_000);
    byte[] bytes = Files.readAllBytes(path());
    SnapshotRegistry opened = open(NEVER);
    registry.down("refused");
    opened.watch("orders");
    Thread.sleep(4 * DELAY_MILLIS);
    opened.close();
    assertThat(Files.readAllBytes(path())).isEqualTo(bytes);
  }

  @Test
  void whatIsNotCalledThisTimeIsKeptWithItsAge() throws Exception {
    before(60_000);
    long at = written().get(SOURCE).services().get("orders").at();
    open(NEVER);
    registry.lists("orders", "billing");
    await().until(() -> written().get(SOURCE).at() > at);
    assertThat(written().get(SOURCE).services().get("orders").at()).isEqualTo(at);

    registry.lists("billing", "consul");
    await().until(() -> !written().get(SOURCE).services().containsKey("orders"));
  }

  @Test
  void theAgeIsThatOfTheLastMomentWhenTheRegistryAnswered() throws Exception {
    SnapshotRegistry opened = open(NEVER);
    registry.lists("orders");
    registry.down("refused");
    long down = System.currentTimeMillis();
    Thread.sleep(300);
    opened.close();
    assertThat(written().get(SOURCE).at()).isLessThanOrEqualTo(down);
  }

  @Test
  void isToldAgainBeforeItGrowsOld() throws Exception {
    SnapshotStore store =
        new SnapshotStore(
            path().toString(), Duration.ofMillis(4_800), DELAY_MILLIS, log.log(), scheduler);
    SnapshotRegistry opened = new SnapshotRegistry(registry, SOURCE, store, NEVER, scheduler);
    opened.start(witness);
    registry.lists("orders");
    await().until(() -> Files.exists(path()));
    long first = written().get(SOURCE).at();
    await().until(() -> written().get(SOURCE).at() > first);
  }

  @Test
  void processesThatShareItAddToEachOther() throws Exception {
    Puppet other = new Puppet();
    SnapshotRegistry one = open(NEVER);
    SnapshotRegistry two = open(SOURCE, other, new Witness(), NEVER);
    Puppet elsewhere = new Puppet();
    SnapshotRegistry three = open("eureka://e:1", elsewhere, new Witness(), NEVER);
    for (Puppet each : new Puppet[] {registry, other}) {
      each.lists("orders", "billing");
    }
    elsewhere.lists("stock");
    one.watch("orders");
    two.watch("billing");
    three.watch("stock");
    registry.tells("orders", "10.0.0.1:80");
    other.tells("billing", "10.0.0.2:80");
    elsewhere.tells("stock", "10.0.0.3:80");
    one.close();
    two.close();
    three.close();
    assertThat(endpoints(SOURCE, "orders")).isEqualTo("[10.0.0.1:80]");
    assertThat(endpoints(SOURCE, "billing")).isEqualTo("[10.0.0.2:80]");
    assertThat(endpoints("eureka://e:1", "stock")).isEqualTo("[10.0.0.3:80]");
  }

  @Test
  void whatIsTooOldIsNotThereAndThatIsOneLine() throws IOException {
    before(Duration.ofHours(3).toMillis());
    SnapshotRegistry opened = open(NEVER);
    registry.down("refused");
    opened.watch("orders");
    assertThat(witness.heard()).containsExactly("down: refused");
    assertThat(log.lines())
        .containsExactly("the snapshot " + path() + " is not used for consul://c:1: it is 3 h old");
  }

  @Test
  void whatIsFromTheFutureIsNotThereEither() throws IOException {
    before(-Duration.ofHours(3).toMillis());
    open(NEVER);
    registry.down("refused");
    assertThat(witness.heard()).containsExactly("down: refused");
    assertThat(log.lines())
        .containsExactly(
            "the snapshot " + path() + " is not used for consul://c:1: it is from the future");
  }

  @Test
  void whatIsDamagedIsNotThereAndReplaced() throws Exception {
    Files.writeString(path(), "remora-snapshot 1 00000000\n{");
    open(NEVER);
    assertThat(log.lines())
        .containsExactly(
            "the snapshot " + path() + " is not used: it is damaged: its checksum is wrong");
    registry.lists("orders");
    await().until(() -> !Files.readString(path()).endsWith("\n{"));
    assertThat(written().get(SOURCE).services()).containsOnlyKeys("orders");
  }

  @Test
  void whatIsOfAnotherRegistryIsNotUsed() throws IOException {
    before(0);
    open("consul://other:1", registry, witness, NEVER);
    registry.down("refused");
    assertThat(witness.heard()).containsExactly("down: refused");
  }

  @Test
  void aPlaceThatCanNotBeWrittenIsToldOnce() throws Exception {
    Files.createDirectories(path().resolve("in the way"));
    open(NEVER);
    registry.lists("orders");
    await().until(() -> log.lines().stream().anyMatch(line -> line.contains("can't be written")));
    registry.lists("billing");
    Thread.sleep(4 * DELAY_MILLIS);
    assertThat(log.lines().stream().filter(line -> line.contains("can't be written"))).hasSize(1);
  }
}
