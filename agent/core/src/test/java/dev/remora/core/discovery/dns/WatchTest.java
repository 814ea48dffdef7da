package dev.remora.core.discovery.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.testing.DnsMessage;
import dev.remora.core.testing.ScriptedDns;
import dev.remora.core.testing.Threads;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchTest extends WithDns {
  @Test
  void noSuchNameAndNothingThereAreAnswers() {
    ScriptedDns server = server(address("10.0.0.1"));
    openOrders(server);
    awaitTold("orders", "10.0.0.1:80");
    server.script(rcode(Rcode.NXDOMAIN));
    awaitTold("orders");
    server.script(address("10.0.0.2"));
    awaitTold("orders", "10.0.0.2:80");
    server.script(rcode(Rcode.NOERROR));
    awaitTold("orders");
    assertThat(told.events()).isEmpty();
  }

  @Test
  void nothingIsBelievedAsLongAsItsAuthorityLets() throws InterruptedException {
    ScriptedDns server =
        server(
            query ->
                List.of(
                    DnsMessage.to(query).rcode(Rcode.NXDOMAIN).soa("example.org", 60, 1).bytes()));
    openOrders(server);
    awaitTold("orders");
    int before = server.queries().size();
    Thread.sleep(700);
    assertThat(server.queries()).hasSize(before);
    await().until(() -> server.queries().size() > before);
  }

  @Test
  void theTtlIsKept() throws InterruptedException {
    ScriptedDns server =
        server(query -> List.of(DnsMessage.to(query).address(query.name(), 1, "10.0.0.1").bytes()));
    openOrders(server);
    awaitTold("orders", "10.0.0.1:80");
    int before = server.queries().size();
    Thread.sleep(700);
    assertThat(server.queries()).hasSize(before);
    await().until(() -> server.queries().size() > before);
  }

  @Test
  void flappingIsFollowedAndIsNoOutage() {
    ScriptedDns server = server(address("10.0.0.1"));
    openOrders(server);
    for (int i = 1; i <= 4; i++) {
      server.script(address("10.0.0." + i));
      awaitTold("orders", "10.0.0." + i + ":80");
      server.script(rcode(Rcode.NXDOMAIN));
      awaitTold("orders");
    }
    assertThat(told.events()).isEmpty();
    assertThat(said.text()).isEmpty();
  }

  @Test
  void closesAtOnceWithQueriesUnderWay() {
    ScriptedDns server = server(ScriptedDns.SILENT);
    openOrders(server);
    await().until(() -> !server.queries().isEmpty());
    long start = System.nanoTime();
    registry.close();
    await().until(() -> Threads.named("remora-dns").isEmpty());
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    assertThat(told.events()).isEmpty();
  }
}
