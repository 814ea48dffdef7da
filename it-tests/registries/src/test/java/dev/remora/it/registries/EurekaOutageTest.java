package dev.remora.it.registries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.core.discovery.Endpoint;
import dev.remora.core.discovery.Registration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two Eurekas that die one after the other. */
class EurekaOutageTest {
  private static final String OUR_ID = "10.0.0.7:billing:8080";

  @TempDir Path folder;
  private EurekaServer one;
  private EurekaServer other;

  @BeforeEach
  void startEurekas() {
    List<EurekaServer> pair = EurekaServer.pair(folder);
    one = pair.get(0).start();
    other = pair.get(1).start();
    one.awaitStart();
    other.awaitStart();
  }

  @AfterEach
  void stopEurekas() {
    one.close();
    other.close();
  }

  @Test
  void theRegistryIsKeptAndServersTakeOver() throws Exception {
    one.instance("ORDERS", "o1").at("10.0.0.1", 80).register();
    await().until(() -> other.shown("ORDERS", "o1") != null);
    try (Open open = Open.at(one, other)) {
      open.registry.watch("orders");
      open.registry.register(new Registration("billing", Endpoint.at("10.0.0.7", 8080).build()));
      await().until(() -> open.orders("10.0.0.1:80"));
      await().until(() -> other.shown("BILLING", OUR_ID) != null);

      one.kill();
      other.instance("ORDERS", "o2").at("10.0.0.2", 80).register();
      await().until(() -> open.orders("10.0.0.1:80", "10.0.0.2:80"));
      // Renewed there from now on, or the lease of 3 s would have run out.
      Thread.sleep(6000);
      assertThat(other.shown("BILLING", OUR_ID)).isNotNull();
      assertThat(open.told.events()).isEmpty();

      other.kill();
      await().until(() -> open.told.events().equals(List.of("down")));
      assertThat(open.told.downs().get(0))
          .contains("Eureka at http://127.0.0.1:" + one.port() + " can't be reached")
          .contains("; ")
          .contains("Eureka at http://127.0.0.1:" + other.port() + " can't be reached");
      Thread.sleep(3000);
      assertThat(open.told.events()).containsExactly("down");
      assertThat(open.orders("10.0.0.1:80", "10.0.0.2:80")).isTrue();
      assertThat(open.told.names()).containsExactlyInAnyOrder("billing", "orders");

      one.start().awaitStart();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> open.told.events().equals(List.of("down", "up")));
      await().until(() -> one.shown("BILLING", OUR_ID) != null);
      // It has forgotten all, and what it says is told as it is.
      await().until(() -> open.orders());
    }
  }
}
