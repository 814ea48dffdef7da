package dev.remora.core.discovery.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.testing.DnsMessage;
import dev.remora.core.testing.ScriptedDns;
import dev.remora.core.testing.Threads;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResolverTest extends WithDns {
  @Test
  void theNextServerIsAskedAndPreferredFromThenOn() {
    ScriptedDns silent = server(ScriptedDns.SILENT);
    ScriptedDns failing = server(rcode(Rcode.SERVFAIL));
    ScriptedDns good = server(address("10.0.0.1"));
    openOrders(silent, failing, good);
    awaitTold("orders", "10.0.0.1:80");
    await().until(() -> good.queries().size() >= 4);
    // The query and its repetition.
    assertThat(silent.queries()).hasSize(2);
    assertThat(failing.queries()).hasSize(1);
    assertThat(told.events()).isEmpty();
    good.script(rcode(Rcode.REFUSED));
    silent.script(address("10.0.0.2"));
    awaitTold("orders", "10.0.0.2:80");
    assertThat(told.events()).isEmpty();
  }

  @Test
  void allServersThatFailAreTold() {
    ScriptedDns failing = server(rcode(Rcode.SERVFAIL));
    ScriptedDns refusing = server(rcode(Rcode.REFUSED));
    openOrders(failing, refusing);
    await().until(() -> told.events().equals(List.of("down")));
    assertThat(told.downs().get(0))
        .isEqualTo(
            "DNS at "
                + failing.place()
                + ", asked for orders.example.org (A), answers SERVFAIL; DNS at "
                + refusing.place()
                + ", asked for orders.example.org (A), answers REFUSED");
  }

  @Test
  void aServerThatIsNotThere() throws IOException {
    int port;
    try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    open("dns://127.0.0.1:" + port, "orders:orders.example.org:80");
    // Nobody has called it: the first name tells whether DNS is there.
    await().until(() -> told.events().equals(List.of("down")));
    assertThat(told.downs().get(0)).endsWith(", can't be reached: port unreachable");
    assertThat(told.names()).containsExactly("orders");
    servers.add(new ScriptedDns(port, address("10.0.0.1")));
    await().until(() -> told.events().equals(List.of("down", "up")));
    assertThat(told.services()).isZero();
    registry.watch("orders");
    awaitTold("orders", "10.0.0.1:80");
  }

  @Test
  void aServerWithoutEdnsIsAskedWithoutIt() {
    ScriptedDns server =
        server(
            query ->
                query.payload() > 0
                    ? List.of(new DnsMessage(query.id()).rcode(Rcode.FORMERR).bytes())
                    : address("10.0.0.1").answer(query));
    openOrders(server);
    awaitTold("orders", "10.0.0.1:80");
    await().until(() -> server.queries().size() >= 4);
    assertThat(server.queries().stream().filter(query -> query.payload() > 0)).hasSize(1);
    assertThat(told.events()).isEmpty();
  }

  @Test
  void moreThanAFewNamesWaitForEachOther() throws InterruptedException {
    // A hundred names, none of which gets an answer from the first server.
    ScriptedDns silent = server(ScriptedDns.SILENT);
    ScriptedDns good = server(address("10.0.0.1"));
    String[] services = new String[100];
    for (int i = 0; i < services.length; i++) {
      services[i] = "s" + i + ":s" + i + ".example.org:80";
    }
    open("dns://" + silent.place() + "," + good.place(), services);
    long start = System.nanoTime();
    for (int i = 0; i < services.length; i++) {
      registry.watch("s" + i);
    }
    await().until(() -> told.services() == services.length);
    // One time-out for the first of them, and not one after the other.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIMEOUT.multipliedBy(5));
    assertThat(silent.queries().stream().map(DnsMessage.Query::name).distinct().count())
        .isLessThanOrEqualTo(Resolver.AT_ONCE);
    assertThat(told.events()).isEmpty();
    assertThat(Threads.named("remora")).containsExactly("remora-dns-io", "remora-scheduler");
  }
}
