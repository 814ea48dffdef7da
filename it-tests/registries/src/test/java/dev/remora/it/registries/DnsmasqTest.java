package dev.remora.it.registries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.core.config.DnsConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What dnsmasq says is what the listener is told. */
class DnsmasqTest {
  private static final String SRV = "_orders._tcp.example.org";
  private static final String[] ZONE = {
    srv("o1", 8081, 10, 3),
    srv("o2", 8082, 10, 1),
    srv("o3", 8083, 20, 5),
    "host-record=o1.example.org,10.0.0.1",
    "host-record=o2.example.org,10.0.0.2",
    "host-record=o3.example.org,10.0.0.3"
  };

  @TempDir Path folder;
  private final List<Dnsmasq> servers = new ArrayList<>();

  private static String srv(String host, int port, int priority, int weight) {
    return "srv-host="
        + String.join(",", SRV, host + ".example.org", port + "", priority + "", weight + "");
  }

  @AfterEach
  void close() {
    servers.forEach(Dnsmasq::close);
  }

  private Dnsmasq authority(int ttl) {
    Dnsmasq server = Dnsmasq.authority(folder, ttl);
    servers.add(server);
    return server;
  }

  private Dnsmasq router(int ttl) {
    Dnsmasq server = Dnsmasq.router(folder, ttl);
    servers.add(server);
    return server;
  }

  private static String uri(Dnsmasq... servers) {
    return Arrays.stream(servers)
        .map(server -> "127.0.0.1:" + server.port())
        .collect(Collectors.joining(",", "dns://", ""));
  }

  private static void with(OpenDns open, Consumer<OpenDns> test) {
    try (open) {
      test.accept(open);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void weightsAndPrioritiesOfSrv(boolean authority) {
    Dnsmasq server = (authority ? authority(60) : router(60)).serve(ZONE);
    with(
        OpenDns.at(uri(server), SRV),
        open -> {
          await().until(() -> open.orders("10.0.0.1:8081", "10.0.0.2:8082"));
          assertThat(open.weights()).isEqualTo(Map.of("10.0.0.1:8081", 3, "10.0.0.2:8082", 1));
          assertThat(open.told.names()).containsExactly("orders");
          // Both targets of the first priority lose their addresses.
          server.serve(ZONE[0], ZONE[1], ZONE[2], ZONE[5]);
          await().until(() -> open.orders("10.0.0.3:8083"));
          assertThat(open.weights()).isEqualTo(Map.of("10.0.0.3:8083", 5));
          server.serve(ZONE);
          await().until(() -> open.orders("10.0.0.1:8081", "10.0.0.2:8082"));
          assertThat(open.told.history("orders")).hasSize(3);
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void addressesOfBothFamilies(boolean authority) {
    Dnsmasq server =
        (authority ? authority(60) : router(60))
            .serve(
                "host-record=o1.example.org,10.0.0.1,2001:db8::1",
                "host-record=o1.example.org,10.0.0.2",
                "cname=orders.example.org,o1.example.org",
                srv("o1", 80, 0, 1));
    for (String place : List.of("o1.example.org:80", "Orders.Example.org:80", SRV)) {
      with(
          OpenDns.at(uri(server), place),
          open -> await().until(() -> open.orders("10.0.0.1:80", "10.0.0.2:80")));
      with(
          OpenDns.at(uri(server), place, config -> config.prefer(DnsConfig.Family.IPV6)),
          open -> await().until(() -> open.orders("[2001:db8:0:0:0:0:0:1]:80")));
    }
    server.serve("host-record=o1.example.org,2001:db8::1", srv("o1", 80, 0, 1));
    for (String place : List.of("o1.example.org:80", SRV)) {
      with(
          OpenDns.at(uri(server), place),
          open -> await().until(() -> open.orders("[2001:db8:0:0:0:0:0:1]:80")));
    }
  }

  @Test
  void aChangeIsSeenWhenTheTtlIsOver() throws Exception {
    Dnsmasq server = authority(2).serve(ZONE);
    try (OpenDns open = OpenDns.at(uri(server), SRV, config -> config)) {
      await().until(() -> open.orders("10.0.0.1:8081", "10.0.0.2:8082"));
      long seen = System.nanoTime();
      server.serve(ZONE[0], ZONE[3]);
      await().until(() -> open.orders("10.0.0.1:8081"));
      assertThat(Duration.ofNanos(System.nanoTime() - seen)).isBetween(ms(1500), ms(3500));
      // As long as that is it believed that there is nothing, too.
      server.serve();
      await().until(() -> open.orders());
      seen = System.nanoTime();
      server.serve(ZONE[0], ZONE[3]);
      await().until(() -> open.orders("10.0.0.1:8081"));
      assertThat(Duration.ofNanos(System.nanoTime() - seen)).isBetween(ms(1500), ms(3500));
      assertThat(open.told.events()).isEmpty();
    }
  }

  private static Duration ms(long millis) {
    return Duration.ofMillis(millis);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatDoesNotFitComesOverTcp(boolean authority) {
    List<String> zone = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      zone.add(srv("o" + i, 8000 + i, 0, i));
      zone.add("host-record=o" + i + ".example.org,10.0.0." + i);
    }
    Dnsmasq server = (authority ? authority(60) : router(60)).serve(zone.toArray(new String[0]));
    with(
        OpenDns.at(uri(server), SRV),
        open -> {
          await().until(() -> open.told.endpoints("orders") != null);
          assertThat(open.told.endpoints("orders")).hasSize(100);
          assertThat(open.weights()).containsEntry("10.0.0.77:8077", 77);
        });
  }

  @Test
  void theLastGoodStaysWhileTheServerIsDown() throws Exception {
    Dnsmasq server = router(0).serve(ZONE);
    try (OpenDns open = OpenDns.at(uri(server), SRV)) {
      await().until(() -> open.orders("10.0.0.1:8081", "10.0.0.2:8082"));
      server.kill();
      await().until(() -> open.told.events().equals(List.of("down")));
      assertThat(open.told.downs().get(0))
          .isEqualTo(
              "DNS at 127.0.0.1:"
                  + server.port()
                  + ", asked for "
                  + SRV
                  + " (SRV), can't be reached: port unreachable");
      Thread.sleep(1500);
      assertThat(open.told.events()).containsExactly("down");
      assertThat(open.told.history("orders")).hasSize(1);
      server.serve(ZONE[2], ZONE[5]);
      await().until(() -> open.orders("10.0.0.3:8083"));
      assertThat(open.told.events()).containsExactly("down", "up");
    }
  }

  @Test
  void theSecondServerTakesOver() {
    Dnsmasq one = router(0).serve(ZONE);
    Dnsmasq other = router(0).serve(ZONE[2], ZONE[5]);
    with(
        OpenDns.at(uri(one, other), SRV),
        open -> {
          await().until(() -> open.orders("10.0.0.1:8081", "10.0.0.2:8082"));
          one.kill();
          await().until(() -> open.orders("10.0.0.3:8083"));
          one.serve(ZONE[0], ZONE[3]);
          other.kill();
          await().until(() -> open.orders("10.0.0.1:8081"));
          assertThat(open.told.events()).isEmpty();
        });
  }

  @Test
  void flappingIsFollowed() {
    Dnsmasq server = router(0);
    server.serve(ZONE[0], ZONE[3]);
    with(
        OpenDns.at(uri(server), SRV),
        open -> {
          for (int i = 0; i < 4; i++) {
            await().until(() -> open.orders("10.0.0.1:8081"));
            server.serve();
            await().until(() -> open.orders());
            server.serve(ZONE[0], ZONE[3]);
          }
        });
  }

  @Test
  void refusalsAreFaults() {
    Dnsmasq server = router(0).serve(ZONE);
    with(
        OpenDns.at(uri(server), "orders.elsewhere.example:80"),
        open -> {
          await().until(() -> open.told.events().equals(List.of("down")));
          assertThat(open.told.downs().get(0))
              .isEqualTo(
                  "DNS at 127.0.0.1:"
                      + server.port()
                      + ", asked for orders.elsewhere.example (A), answers REFUSED");
          assertThat(open.told.endpoints("orders")).isNull();
        });
  }
}
