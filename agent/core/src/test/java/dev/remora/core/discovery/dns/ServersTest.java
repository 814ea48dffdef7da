package dev.remora.core.discovery.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.config.DnsConfig;
import dev.remora.core.testing.ScriptedDns;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServersTest extends WithDns {
  @Test
  void serversMayHaveNames() {
    ScriptedDns server = server(address("10.0.0.1"));
    open("dns://localhost:" + server.port(), "orders:orders.example.org:80");
    registry.watch("orders");
    awaitTold("orders", "10.0.0.1:80");
  }

  @Test
  void aServerWhoseNameIsUnknownIsDown() {
    open("dns://nowhere..invalid", "orders:orders.example.org:80");
    registry.watch("orders");
    await().atMost(Duration.ofSeconds(30)).until(() -> told.events().equals(List.of("down")));
    assertThat(told.downs())
        .containsExactly("the name nowhere..invalid of a DNS server can't be resolved");
  }

  @Test
  void withoutResolvConfItIsDown() {
    DnsConfig config =
        DnsConfig.at("dns:").resolvConf("/nowhere/resolv.conf").service("a:a.example:1").build();
    registry = new DnsRegistry(config, said.log(), scheduler.timer());
    registry.start(told);
    await().until(() -> told.events().equals(List.of("down")));
    assertThat(told.downs())
        .containsExactly("/nowhere/resolv.conf does not exist: name a server, registry dns://host");
  }
}
