package dev.remora.core.discovery.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.testing.DnsMessage;
import dev.remora.core.testing.ScriptedDns;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LookupTest extends WithDns {
  private static final String SRV = "_orders._tcp.example.org";

  private static final DnsMessageOfSrv TWO_PRIORITIES =
      answer ->
          answer
              .srv(SRV, 0, 10, 3, 8081, "o1.example.org")
              .srv(SRV, 0, 10, 1, 8082, "o2.example.org")
              .srv(SRV, 0, 20, 5, 8083, "o3.example.org");

  private interface DnsMessageOfSrv {
    void write(DnsMessage answer);
  }

  /** SRV records and the addresses of hosts, none of them in the additional section. */
  private static ScriptedDns.Script zone(DnsMessageOfSrv srv, Map<String, String> hosts) {
    return query -> {
      DnsMessage answer = DnsMessage.to(query);
      if (query.type() == DnsMessage.SRV) {
        srv.write(answer);
      } else if (query.type() == DnsMessage.A) {
        String address = hosts.get(query.name());
        if (address == null) {
          return List.of(answer.rcode(Rcode.NXDOMAIN).bytes());
        }
        if (address.isEmpty()) {
          return List.of(answer.rcode(Rcode.SERVFAIL).bytes());
        }
        for (String each : address.split(" ", -1)) {
          answer.address(query.name(), 0, each);
        }
      }
      return List.of(answer.bytes());
    };
  }

  private void openSrv(ScriptedDns server) {
    open("dns://" + server.place(), "orders:" + SRV);
    registry.watch("orders");
  }

  private Map<String, Integer> weights() {
    return told.endpoints("orders").stream()
        .collect(Collectors.toMap(Object::toString, endpoint -> endpoint.weight()));
  }

  @Test
  void theOtherFamilyIsAskedForWhereThePreferredHasNothing() {
    ScriptedDns server =
        server(
            query -> {
              DnsMessage answer = DnsMessage.to(query);
              if (query.type() == DnsMessage.AAAA) {
                answer.address(query.name(), 0, "2001:db8::1");
                answer.address(query.name(), 0, "fe80::1");
              }
              return List.of(answer.bytes());
            });
    openOrders(server);
    awaitTold("orders", "[2001:db8:0:0:0:0:0:1]:80");
    assertThat(server.asked()).startsWith("orders.example.org A", "orders.example.org AAAA");
  }

  @Test
  void addressesThatLeadNowhereAreNone() {
    openOrders(
        server(
            query ->
                List.of(
                    query.type() == DnsMessage.AAAA
                        ? DnsMessage.to(query).bytes()
                        : DnsMessage.to(query)
                            .address(query.name(), 0, "0.0.0.0")
                            .address(query.name(), 0, "10.0.0.1")
                            .address(query.name(), 0, "10.0.0.1")
                            .address(query.name(), 0, "224.0.0.1")
                            .bytes())));
    awaitTold("orders", "10.0.0.1:80");
  }

  @Test
  void onlyTheLowestPriorityThatCanBeReachedCounts() {
    ScriptedDns server =
        server(
            zone(
                TWO_PRIORITIES,
                Map.of(
                    "o1.example.org", "10.0.0.1",
                    "o2.example.org", "10.0.0.2 10.0.0.4",
                    "o3.example.org", "10.0.0.3")));
    openSrv(server);
    awaitTold("orders", "10.0.0.1:8081", "10.0.0.2:8082", "10.0.0.4:8082");
    assertThat(weights())
        .isEqualTo(Map.of("10.0.0.1:8081", 6, "10.0.0.2:8082", 1, "10.0.0.4:8082", 1));
    assertThat(server.asked()).doesNotContain("o3.example.org A");
    // None of them is known any more.
    server.script(zone(TWO_PRIORITIES, Map.of("o3.example.org", "10.0.0.3")));
    awaitTold("orders", "10.0.0.3:8083");
    assertThat(weights()).isEqualTo(Map.of("10.0.0.3:8083", 5));
  }

  @Test
  void aTargetThatFailsKeepsItsLastAddresses() throws InterruptedException {
    ScriptedDns server =
        server(
            zone(
                TWO_PRIORITIES,
                Map.of("o1.example.org", "10.0.0.1", "o2.example.org", "10.0.0.2")));
    openSrv(server);
    awaitTold("orders", "10.0.0.1:8081", "10.0.0.2:8082");
    server.script(zone(TWO_PRIORITIES, Map.of("o1.example.org", "10.0.0.7", "o2.example.org", "")));
    awaitTold("orders", "10.0.0.2:8082", "10.0.0.7:8081");
    server.script(zone(TWO_PRIORITIES, Map.of("o1.example.org", "", "o2.example.org", "")));
    Thread.sleep(600);
    assertThat(told.history("orders")).hasSize(2);
  }

  @Test
  void additionalAddressesOfTheTargetsAreTaken() {
    ScriptedDns server =
        server(
            query -> {
              DnsMessage answer = DnsMessage.to(query);
              TWO_PRIORITIES.write(answer);
              return List.of(
                  answer
                      .additional()
                      .address("o1.example.org", 60, "10.0.0.1")
                      .address("o2.example.org", 60, "10.0.0.2")
                      .address("o2.example.org", 60, "2001:db8::2")
                      .address("evil.example.org", 60, "10.6.6.6")
                      .bytes());
            });
    openSrv(server);
    awaitTold("orders", "10.0.0.1:8081", "10.0.0.2:8082");
    assertThat(server.asked()).containsOnly(SRV + " SRV");
  }

  @Test
  void aServiceThatIsDecidedlyNotThereHasNoEndpoint() {
    openSrv(server(query -> List.of(DnsMessage.to(query).srv(SRV, 0, 0, 0, 0, "").bytes())));
    awaitTold("orders");
    assertThat(told.events()).isEmpty();
  }

  @Test
  void twoTargetsWithOneAddressAreOneEndpoint() {
    openSrv(
        server(
            zone(
                answer ->
                    answer
                        .srv(SRV, 0, 10, 3, 80, "o1.example.org")
                        .srv(SRV, 0, 10, 4, 80, "o2.example.org")
                        .srv(SRV, 0, 10, 4, 80, "o2.example.org")
                        .srv(SRV, 0, 10, 0, 81, "o2.example.org"),
                Map.of("o1.example.org", "10.0.0.1", "o2.example.org", "10.0.0.1"))));
    awaitTold("orders", "10.0.0.1:80", "10.0.0.1:81");
    assertThat(weights()).isEqualTo(Map.of("10.0.0.1:80", 7, "10.0.0.1:81", 1));
  }

  @Test
  void anAliasIntoAnotherZoneIsFollowed() {
    ScriptedDns server =
        server(
            query ->
                List.of(
                    query.name().equals("orders.example.org")
                        ? DnsMessage.to(query).alias(query.name(), 60, "lb.cloud.example").bytes()
                        : DnsMessage.to(query).address(query.name(), 60, "10.0.0.1").bytes()));
    openOrders(server);
    awaitTold("orders", "10.0.0.1:80");
    assertThat(server.asked()).startsWith("orders.example.org A", "lb.cloud.example A");
  }
}
