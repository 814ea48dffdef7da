package dev.remora.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.core.config.Config;
import dev.remora.core.log.Log;
import dev.remora.core.testing.Calls;
import dev.remora.core.testing.DnsMessage;
import dev.remora.core.testing.ScriptedDns;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DNS as one registry among the parts of a mesh. */
class DnsMeshTest {
  private static final String SERVICES = "dns.services=orders:orders.example.org:80";

  @TempDir Path folder;
  private final LogLines log = new LogLines(Log.Level.INFO);
  private final ScriptedDns dns = new ScriptedDns(address("127.0.0.1"));
  private Mesh mesh;

  @AfterEach
  void close() {
    mesh.close();
    dns.close();
  }

  private void start(String... settings) {
    Properties properties = new Properties();
    properties.setProperty("remora.first-call-timeout", "10s");
    // So that each endpoint gets its turn.
    properties.setProperty("remora.services.*.balance", "round-robin");
    properties.setProperty("remora.dns.min-ttl", "1s");
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      properties.setProperty(
          "remora." + setting.substring(0, equals), setting.substring(equals + 1));
    }
    mesh = Mesh.start(Config.load(null, properties, Map.of()), log.log());
  }

  private static ScriptedDns.Script address(String address) {
    return query -> List.of(DnsMessage.to(query).address(query.name(), 0, address).bytes());
  }

  private static ScriptedDns.Script rcode(int rcode) {
    return query -> List.of(DnsMessage.to(query).rcode(rcode).bytes());
  }

  private String place() {
    MeshCall call = mesh.route("orders");
    return call == null ? null : call.address().getHostAddress() + ":" + call.port();
  }

  private MeshStatus.Registry registry() {
    return mesh.status().registries().get(0);
  }

  @Test
  void callsGoOnWhateverDnsSays() throws InterruptedException {
    start("registry=dns://" + dns.place(), SERVICES);
    // The very first call.
    assertThat(place()).isEqualTo("127.0.0.1:80");
    assertThat(registry().state()).isEqualTo(MeshStatus.RegistryState.UP);
    assertThat(registry().lastAnswerNanos()).isBetween(0L, TimeUnit.SECONDS.toNanos(20));
    try (Calls calls = new Calls(() -> place() != null)) {
      dns.script(rcode(3));
      int before = dns.queries().size();
      await().until(() -> dns.queries().size() > before + 1);
      dns.script(rcode(2));
      await().until(() -> registry().state() == MeshStatus.RegistryState.DOWN);
      assertThat(registry().outage())
          .isEqualTo(
              "DNS at " + dns.place() + ", asked for orders.example.org (A), answers SERVFAIL");
      dns.script(address("127.0.0.2"));
      await().until(() -> "127.0.0.2:80".equals(place()));
      assertThat(registry().state()).isEqualTo(MeshStatus.RegistryState.UP);
      assertThat(calls.failures()).isEmpty();
    }
  }

  @Test
  void aSnapshotStandsInAtTheStart() {
    String snapshot = "snapshot=" + folder.resolve("snapshot");
    start("registry=dns://" + dns.place(), SERVICES, snapshot);
    assertThat(place()).isEqualTo("127.0.0.1:80");
    mesh.close();
    dns.script(ScriptedDns.SILENT);
    start("registry=dns://" + dns.place(), SERVICES, snapshot, "first-call-timeout=2s");
    assertThat(place()).isEqualTo("127.0.0.1:80");
    mesh.close();
    // Another name for it is another source: what was kept of the old one is not used.
    start(
        "registry=dns://" + dns.place(),
        "dns.services=orders:other.example.org:80",
        snapshot,
        "first-call-timeout=500ms");
    assertThat(place()).isNull();
  }

  @Test
  void theNextRegistryServesWhileDnsIsDown() throws Exception {
    dns.script(rcode(5));
    Path file =
        Files.writeString(
            folder.resolve("services.yaml"),
            "endpoints: {orders: [127.0.0.9:9], bills: [127.0.0.8:8]}");
    start("registry=dns://" + dns.place() + ",file:" + file, SERVICES);
    assertThat(place()).isEqualTo("127.0.0.9:9");
    assertThat(mesh.route("bills").port()).isEqualTo(8);
    dns.script(address("127.0.0.1"));
    await().until(() -> "127.0.0.1:80".equals(place()));
  }
}
