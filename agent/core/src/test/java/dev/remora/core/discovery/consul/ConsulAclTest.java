package dev.remora.core.discovery.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.core.config.ConsulConfig;
import dev.remora.core.discovery.Endpoint;
import dev.remora.core.discovery.Registration;
import dev.remora.core.testing.ConsulServer;
import dev.remora.core.testing.Said;
import dev.remora.core.testing.Told;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Consul that denies what no token allows. */
class ConsulAclTest {
  private static final String MASTER = "11111111-2222-3333-4444-555555555555";
  private static final String WRONG = "99999999-8888-7777-6666-555555555555";

  @TempDir static Path folder;
  private static ConsulServer consul;

  private final Told told = new Told();
  private final Said said = new Said();
  private ConsulRegistry registry;

  @BeforeAll
  static void startConsul() {
    consul = ConsulServer.in(folder).acl(MASTER).start();
    consul.register("o1", "orders", "10.0.0.1", 80, Map.of());
  }

  @AfterAll
  static void stopConsul() {
    consul.close();
  }

  private void open(ConsulConfig config) {
    registry = new ConsulRegistry(config, said.log());
    registry.start(told);
    registry.watch("orders");
  }

  @AfterEach
  void closeAndHearNoSecret() {
    registry.close();
    assertThat(said.text() + told.downs() + registry).doesNotContain(MASTER).doesNotContain(WRONG);
  }

  @Test
  void theRightTokenOpens() {
    open(config().token(MASTER).build());
    await().until(() -> List.of("10.0.0.1:80").equals(told.addresses("orders")));
    assertThat(told.names()).contains("orders");
    assertThat(told.downs()).isEmpty();
  }

  @Test
  void aWrongTokenIsAnAclProblem() throws Exception {
    open(config().token(WRONG).build());
    await().until(() -> !told.downs().isEmpty());
    Thread.sleep(3000);
    assertThat(told.downs()).hasSize(1);
    assertThat(told.downs().get(0))
        .startsWith("Consul at http://127.0.0.1:" + consul.port() + " denies access to /v1/")
        .contains("an ACL problem: the token is unknown or lacks a permission (ACL not found)");
    assertThat(told.endpoints("orders")).isNull();
    assertThat(told.names()).isEmpty();
  }

  @Test
  void aRegistrationWithoutPermissionSaysSoOnce() throws Exception {
    open(config().token(WRONG).build());
    registry.register(new Registration("billing", Endpoint.at("10.0.0.7", 80).build()));
    await().until(() -> said.text().contains("can't keep billing at 10.0.0.7:80 registered"));
    Thread.sleep(2000);
    assertThat(said.text()).containsOnlyOnce("can't keep billing").contains("ACL problem");
  }

  @Test
  void aRotatedTokenFileIsReadAgain() throws Exception {
    Path file = folder.resolve("token");
    open(config().tokenFile(file.toString()).build());
    await().until(() -> !told.downs().isEmpty());
    assertThat(told.downs()).containsExactly("the ACL token file " + file + " does not exist");
    // Of the same length and within the same second as the right one will be.
    Files.writeString(file, WRONG + "\n");
    Thread.sleep(1000);
    assertThat(told.endpoints("orders")).isNull();
    Files.writeString(file, MASTER + "\n");
    await().until(() -> List.of("10.0.0.1:80").equals(told.addresses("orders")));
    await().until(() -> told.events().equals(List.of("down", "up")));
  }

  @Test
  void anUnusableTokenIsNotSent() {
    open(config().token("two\r\nX-Evil: yes").build());
    await().until(() -> !told.downs().isEmpty());
    assertThat(told.downs().get(0))
        .isEqualTo("the configured ACL token holds characters that can't be sent");
    assertThat(told.downs().get(0)).doesNotContain("Evil");
  }

  private static ConsulConfig.Builder config() {
    return ConsulConfig.at("127.0.0.1", consul.port());
  }
}
