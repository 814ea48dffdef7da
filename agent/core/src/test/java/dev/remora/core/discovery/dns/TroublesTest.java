package dev.remora.core.discovery.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.testing.DnsMessage;
import dev.remora.core.testing.ScriptedDns;
import java.util.List;
import org.junit.jupiter.api.Test;

class TroublesTest extends WithDns {
  @Test
  void oneFaultIsNoOutage() {
    ScriptedDns server = server(address("10.0.0.1"));
    boolean[] failed = {false};
    server.script(
        query -> {
          if (!failed[0]) {
            failed[0] = true;
            return rcode(Rcode.SERVFAIL).answer(query);
          }
          return address("10.0.0.1").answer(query);
        });
    openOrders(server);
    awaitTold("orders", "10.0.0.1:80");
    assertThat(told.events()).isEmpty();
  }

  @Test
  void troubleWithOneNameIsNoOutage() {
    ScriptedDns server =
        server(
            query ->
                query.name().startsWith("broken")
                    ? rcode(Rcode.SERVFAIL).answer(query)
                    : List.of(
                        // An answer that is good for hours.
                        DnsMessage.to(query).address(query.name(), 9999, "10.0.0.1").bytes()));
    open("dns://" + server.place(), "good:good.example:80", "broken:broken.example:80");
    registry.watch("good");
    awaitTold("good", "10.0.0.1:80");
    registry.watch("broken");
    await().until(() -> said.text().contains("what was known of broken"));
    assertThat(said.text())
        .contains(
            "what was known of broken:broken.example:80 stays in use: DNS at "
                + server.place()
                + ", asked for broken.example (A), answers SERVFAIL");
    await().until(() -> server.queries().size() > 5);
    assertThat(told.events()).isEmpty();
    assertThat(said.text().split("what was known", -1)).hasSize(2);
    server.script(address("10.0.0.2"));
    awaitTold("broken", "10.0.0.2:80");
    await().until(() -> said.text().contains("DNS answers broken:broken.example:80 again"));
    // All of it: then it is an outage, found out without waiting for those hours.
    server.script(ScriptedDns.SILENT);
    await().until(() -> told.events().equals(List.of("down")));
  }
}
