package dev.remora.it.registries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import dev.remora.core.config.EurekaConfig;
import dev.remora.core.discovery.Endpoint;
import dev.remora.core.discovery.Registration;
import dev.remora.core.testing.Connections;
import dev.remora.core.testing.Threads;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a Eureka knows is what the listener is told, and the other way round. */
class EurekaRegistryTest {
  private static final Registration OURS =
      new Registration(
          "orders",
          Endpoint.at("10.0.0.7", 8080)
              .weight(3)
              .zone("a")
              .metadata(Map.of("version", "2"))
              .build());
  private static final String OUR_ID = "10.0.0.7:orders:8080";

  private static EurekaServer eureka;

  private Open open;

  @BeforeAll
  static void startEureka() {
    eureka = EurekaServer.shared();
  }

  @BeforeEach
  void start() {
    assertThat(Threads.named("remora")).isEmpty();
    open = Open.at(eureka);
    open.registry.watch("orders");
  }

  @AfterEach
  void close() {
    open.close();
    await().until(() -> Threads.named("remora").isEmpty());
    for (String app : List.of("ORDERS", "SALES")) {
      for (String id : List.of("o1", "o2", OUR_ID)) {
        if (eureka.shown(app, id) != null) {
          eureka.cancel(app, id);
        }
      }
    }
  }

  private EurekaServer.Instance o1() {
    return eureka.instance("ORDERS", "o1").at("10.0.0.1", 80);
  }

  @Test
  void namesAndEndpointsComeAndGo() {
    await().until(() -> open.orders());
    assertThat(open.told.names()).isEmpty();
    o1().register();
    await().until(() -> open.orders("10.0.0.1:80"));
    assertThat(open.told.names()).containsExactly("orders");
    eureka.instance("ORDERS", "o2").at("10.0.0.2", 80).register();
    await().until(() -> open.orders("10.0.0.1:80", "10.0.0.2:80"));
    eureka.cancel("ORDERS", "o1");
    await().until(() -> open.orders("10.0.0.2:80"));
    // Moved, which no count of statuses shows.
    eureka.instance("ORDERS", "o2").at("10.0.0.3", 81).register();
    await().until(() -> open.orders("10.0.0.3:81"));
    eureka.cancel("ORDERS", "o2");
    await().until(() -> open.orders());
    assertThat(open.told.names()).isEmpty();
    assertThat(open.told.events()).isEmpty();
    assertThat(open.said.text()).isEmpty();
    assertThat(Threads.named("remora")).containsExactly("remora-io", "remora-scheduler");
    assertThat(Connections.to(eureka.port())).isBetween(1, 2);
  }

  @Test
  void tellsAllOfAnEndpoint() {
    o1().raw("metadata", "{'zone': 'a', 'weight': '5', 'version': '2'}").register();
    eureka
        .instance("ORDERS", "o2")
        .at("10.0.0.2", 80)
        .raw(
            "dataCenterInfo",
            "{'@class': 'com.netflix.appinfo.AmazonInfo', 'name': 'Amazon', 'metadata':"
                + " {'instance-id': 'i-1', 'availability-zone': 'us-east-1c'}}")
        .register();
    await().until(() -> open.orders("10.0.0.1:80", "10.0.0.2:80"));
    assertThat(open.told.endpoints("orders"))
        .containsExactly(
            Endpoint.at("10.0.0.1", 80)
                .weight(5)
                .zone("a")
                .metadata(Map.of("zone", "a", "weight", "5", "version", "2"))
                .build(),
            Endpoint.at("10.0.0.2", 80).zone("us-east-1c").build());
  }

  @Test
  void onlyUpIsRoutable() {
    o1().with("status", "STARTING").register();
    await().until(() -> open.told.names().equals(Set.of("orders")));
    assertThat(open.orders()).isTrue();
    o1().register();
    await().until(() -> open.orders("10.0.0.1:80"));
    eureka.override("ORDERS", "o1", "OUT_OF_SERVICE");
    await().until(() -> open.orders());
    assertThat(open.told.names()).containsExactly("orders");
    eureka.endOverride("ORDERS", "o1", "UP");
    await().until(() -> open.orders("10.0.0.1:80"));
    o1().with("status", "DOWN").register();
    await().until(() -> open.orders());
  }

  @Test
  void aLeaseThatRunsOutTakesItsEndpointOut() {
    o1().lease(1).register();
    await().until(() -> open.orders("10.0.0.1:80"));
    await().until(() -> open.orders());
  }

  @Test
  void theSecurePortIsTakenWhereItIsTheOnlyOne() {
    o1().secure(8443, true).register();
    await().until(() -> open.orders("10.0.0.1:80"));
    o1().secure(8443, false).register();
    await().until(() -> open.orders("10.0.0.1:8443"));
  }

  @Test
  void namesAreVipAddressesAndElseApplications() {
    eureka
        .instance("SALES", "o1")
        .at("10.0.0.1", 80)
        .with("vipAddress", "Orders,shop.example:80")
        .with("secureVipAddress", "")
        .register();
    await().until(() -> open.orders("10.0.0.1:80"));
    assertThat(open.told.names()).containsExactlyInAnyOrder("orders", "shop.example", "sales");
    open.registry.watch("sales");
    open.registry.watch("shop.example");
    await().until(() -> open.told.services() == 3);
    assertThat(open.told.addresses("sales")).containsExactly("10.0.0.1:80");
    assertThat(open.told.addresses("shop.example")).containsExactly("10.0.0.1:80");
  }

  @Test
  void prefersHostNamesIfToldTo() {
    o1().register();
    try (Open named = Open.at(config -> config.prefer(EurekaConfig.Address.HOSTNAME), eureka)) {
      named.registry.watch("orders");
      await().until(() -> named.orders("o1.example:80"));
    }
  }

  @Test
  void tellsWithinAPollOfARegistration() {
    open.close();
    open = Open.at(config -> config.poll(Duration.ofSeconds(1)), eureka);
    open.registry.watch("orders");
    await().until(() -> open.orders());
    long[] millis = new long[5];
    for (int i = 0; i < millis.length; i++) {
      int port = 1000 + i;
      long start = System.nanoTime();
      eureka.instance("ORDERS", "o1").at("10.0.0.1", port).register();
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> open.orders("10.0.0.1:" + port));
      millis[i] = Duration.ofNanos(System.nanoTime() - start).toMillis();
    }
    Arrays.sort(millis);
    System.err.println(
        "registered in Eureka to seen, polled each second: median "
            + millis[2]
            + " ms, most "
            + millis[4]
            + " ms");
    assertThat(millis[2]).isLessThan(2000);
  }

  @Test
  void isRegisteredAsLongAsItIsOpen() throws Exception {
    open.registry.register(OURS);
    await().until(() -> eureka.shown("ORDERS", OUR_ID) != null);
    JsonObject shown = eureka.shown("ORDERS", OUR_ID);
    assertThat(shown.get("app").getAsString()).isEqualTo("ORDERS");
    assertThat(shown.get("vipAddress").getAsString()).isEqualTo("orders");
    assertThat(shown.get("status").getAsString()).isEqualTo("UP");
    assertThat(shown.get("ipAddr").getAsString()).isEqualTo("10.0.0.7");
    assertThat(shown.getAsJsonObject("port").get("$").getAsInt()).isEqualTo(8080);
    assertThat(shown.getAsJsonObject("securePort").get("@enabled").getAsString())
        .isEqualTo("false");
    assertThat(shown.getAsJsonObject("leaseInfo").get("durationInSecs").getAsInt()).isEqualTo(3);

    // It comes back as it went in.
    await().until(() -> open.orders("10.0.0.7:8080"));
    assertThat(open.told.endpoints("orders"))
        .containsExactly(
            Endpoint.at("10.0.0.7", 8080)
                .weight(3)
                .zone("a")
                .metadata(Map.of("version", "2", "zone", "a", "weight", "3"))
                .build());

    // Longer than lease and clean-up together: only renewals keep it there.
    Thread.sleep(8000);
    assertThat(open.told.history("orders").get(open.told.history("orders").size() - 1)).hasSize(1);
    assertThat(eureka.shown("ORDERS", OUR_ID)).isNotNull();

    long start = System.nanoTime();
    open.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    assertThat(eureka.shown("ORDERS", OUR_ID)).isNull();
    assertThat(open.said.text())
        .isEqualTo("remora: registered in Eureka: orders at 10.0.0.7:8080\n");
  }

  @Test
  void registersAgainWhenSomebodyTookItOut() {
    open.registry.register(OURS);
    await().until(() -> eureka.shown("ORDERS", OUR_ID) != null);
    eureka.cancel("ORDERS", OUR_ID);
    await().until(() -> eureka.shown("ORDERS", OUR_ID) != null);
    assertThat(open.said.text()).contains("Eureka has forgotten orders at 10.0.0.7:8080");
  }

  @Test
  void registersInTheConfiguredZone() {
    try (Open zoned = Open.at(config -> config.zone("z1"), eureka)) {
      zoned.registry.register(new Registration("orders", Endpoint.at("10.0.0.7", 8080).build()));
      await().until(() -> open.orders("10.0.0.7:8080"));
      assertThat(open.told.endpoints("orders").get(0).zone()).isEqualTo("z1");
    }
  }
}
