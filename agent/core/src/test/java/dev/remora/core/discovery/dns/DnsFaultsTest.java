package dev.remora.core.discovery.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.concurrent.Scheduler;
import dev.remora.core.config.DnsConfig;
import dev.remora.core.testing.DnsMessage;
import dev.remora.core.testing.Said;
import dev.remora.core.testing.ScriptedDns;
import dev.remora.core.testing.Threads;
import dev.remora.core.testing.Told;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no real server can be made to say, or not at the time. */
class DnsFaultsTest {
  private static final Duration TIMEOUT = Duration.ofMillis(300);
  private static final String SRV = "_orders._tcp.example.org";

  private final Told told = new Told();
  private final Said said = new Said();
  private final Scheduler scheduler = new Scheduler(said.log());
  private final List<ScriptedDns> servers = new ArrayList<>();
  private DnsRegistry registry;

  @AfterEach
  void close() {
    if (registry != null) {
      registry.close();
    }
    scheduler.close();
    servers.forEach(ScriptedDns::close);
    await().until(() -> Threads.named("remora").isEmpty());
  }

  /** Looks often: there are many tests here, and each waits for several things. */
  private static ConditionFactory await() {
    return Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10));
  }

  private ScriptedDns server(ScriptedDns.Script script) {
    ScriptedDns server = new ScriptedDns(script);
    servers.add(server);
    return server;
  }

  private void open(String uri, String... services) {
    DnsConfig.Builder config = DnsConfig.at(uri).minTtl(Duration.ofMillis(100)).timeout(TIMEOUT);
    for (String service : services) {
      config.service(service);
    }
    registry = new DnsRegistry(config.build(), said.log(), scheduler.timer());
    registry.start(told);
  }

  /** Opens it with the service orders, of A records, and watches that. */
  private void openOrders(ScriptedDns... at) {
    StringBuilder uri = new StringBuilder("dns://");
    for (ScriptedDns server : at) {
      uri.append(uri.length() == 6 ? "" : ",").append(server.place());
    }
    open(uri.toString(), "orders:orders.example.org:80");
    registry.watch("orders");
  }

  private static ScriptedDns.Script address(String address) {
    return query -> List.of(DnsMessage.to(query).address(query.name(), 0, address).bytes());
  }

  private static ScriptedDns.Script rcode(int rcode) {
    return query -> List.of(DnsMessage.to(query).rcode(rcode).bytes());
  }

  private void awaitTold(String service, String... addresses) {
    await().until(() -> List.of(addresses).equals(told.addresses(service)));
  }

  private void standsThrough(ScriptedDns.Script fault, String reason) {
    ScriptedDns server = server(address("10.0.0.1"));
    openOrders(server);
    awaitTold("orders", "10.0.0.1:80");
    server.script(fault);
    await().until(() -> told.events().equals(List.of("down")));
    assertThat(told.downs().get(0))
        .startsWith("DNS at " + server.place() + ", asked for ")
        .contains("orders.example.org (A), ")
        .endsWith(reason);
    server.script(address("10.0.0.2"));
    awaitTold("orders", "10.0.0.2:80");
    assertThat(told.events()).containsExactly("down", "up");
    assertThat(told.history("orders")).hasSize(2);
    assertThat(told.names()).containsExactly("orders");
  }

  @ParameterizedTest
  @CsvSource({"2, SERVFAIL", "5, REFUSED", "1, FORMERR", "4, NOTIMP", "9, RCODE9"})
  void unhappyResponseCodes(int rcode, String name) {
    standsThrough(rcode(rcode), "answers " + name);
  }

  @Test
  void silence() {
    standsThrough(ScriptedDns.SILENT, "does not answer in 300 ms");
  }

  @Test
  void garbage() {
    standsThrough(
        query -> List.of(new byte[] {1, 2, 3}, new byte[600]), "does not answer in 300 ms");
  }

  @Test
  void anotherId() {
    standsThrough(
        query ->
            List.of(
                DnsMessage.to(query)
                    .id(query.id() ^ 1)
                    .address(query.name(), 0, "10.6.6.6")
                    .bytes()),
        "does not answer in 300 ms");
  }

  @Test
  void anotherQuestion() {
    standsThrough(
        query ->
            List.of(
                new DnsMessage(query.id())
                    .question("evil." + query.name(), query.type())
                    .address(query.name(), 0, "10.6.6.6")
                    .bytes()),
        "does not answer in 300 ms");
  }

  @Test
  void aCutMessage() {
    standsThrough(
        query -> {
          byte[] whole = DnsMessage.to(query).address(query.name(), 0, "10.6.6.6").bytes();
          return List.of(Arrays.copyOf(whole, whole.length - 1));
        },
        "answers what can't be read: a record that is longer than the message");
  }

  @Test
  void aNameThatPointsToItself() {
    standsThrough(
        query -> {
          int self = 12 + query.name().length() + 2 + 4;
          byte[] name = {(byte) 0xc0, (byte) self};
          return List.of(
              DnsMessage.to(query)
                  .rawName(name, DnsMessage.A, 0, new byte[] {10, 6, 6, 6})
                  .bytes());
        },
        "answers what can't be read: a name that points to itself or beyond");
  }

  @Test
  void aliasesInACircle() {
    standsThrough(
        query -> {
          String other =
              query.name().startsWith("x.") ? query.name().substring(2) : "x." + query.name();
          return List.of(DnsMessage.to(query).alias(query.name(), 0, other).bytes());
        },
        "aliases that lead nowhere");
  }

  @Test
  void aReferral() {
    standsThrough(
        query ->
            List.of(
                DnsMessage.to(query)
                    .authority()
                    .record("example.org", DnsMessage.NS, 60, new byte[] {0})
                    .bytes()),
        "a referral to other servers, which it should ask itself");
  }

  @Test
  void tcpThatIsCutOff() {
    standsThrough(
        query -> query.tcp() ? List.of() : List.of(DnsMessage.to(query).truncated().bytes()),
        "closed before the answer was complete");
  }

  @Test
  void tcpThatAnswersSomethingElse() {
    standsThrough(
        query ->
            List.of(
                query.tcp()
                    ? DnsMessage.to(query).id(query.id() ^ 1).bytes()
                    : DnsMessage.to(query).truncated().bytes()),
        "answers what can't be read: another question");
  }

  @Test
  void tcpThatIsTruncatedToo() {
    standsThrough(
        query -> List.of(DnsMessage.to(query).truncated().bytes()), "a part of it even over TCP");
  }

  @Test
  void tcpThatHangs() {
    standsThrough(
        query -> {
          if (query.tcp()) {
            Thread.sleep(60_000);
          }
          return List.of(DnsMessage.to(query).truncated().bytes());
        },
        "does not answer in 300 ms");
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
  void aLostQueryIsSentAgain() {
    Set<Integer> seen = ConcurrentHashMap.newKeySet();
    ScriptedDns server =
        server(query -> seen.add(query.id()) ? List.of() : address("10.0.0.1").answer(query));
    openOrders(server);
    awaitTold("orders", "10.0.0.1:80");
    assertThat(told.events()).isEmpty();
    assertThat(server.queries().get(0)).isEqualTo(server.queries().get(1));
  }

  @Test
  void anAnswerIsFoundAmongOthers() {
    openOrders(
        server(
            query ->
                List.of(
                    new byte[] {1},
                    DnsMessage.to(query)
                        .id(query.id() ^ 1)
                        .address(query.name(), 0, "10.6.6.6")
                        .bytes(),
                    address("10.0.0.1").answer(query).get(0))));
    awaitTold("orders", "10.0.0.1:80");
    assertThat(told.history("orders")).hasSize(1);
    assertThat(told.events()).isEmpty();
  }

  @Test
  void manyWrongAnswersAreAnsweredWithTcp() {
    ScriptedDns server =
        server(
            query -> {
              List<byte[]> answers = new ArrayList<>();
              for (int i = 1; i <= 20 && !query.tcp(); i++) {
                answers.add(
                    DnsMessage.to(query)
                        .id(query.id() ^ i)
                        .address(query.name(), 0, "10.6.6.6")
                        .bytes());
              }
              if (query.tcp()) {
                answers.addAll(address("10.0.0.1").answer(query));
              }
              return answers;
            });
    openOrders(server);
    awaitTold("orders", "10.0.0.1:80");
    assertThat(told.history("orders")).hasSize(1);
  }

  /** As Consul cuts it: the rest is left out, and nothing says so. */
  @Test
  void anAnswerThatMayHaveBeenCutIsAskedForOverTcp() {
    ScriptedDns server =
        server(
            query -> {
              DnsMessage answer = DnsMessage.to(query);
              for (int i = 1; i <= (query.tcp() ? 40 : 28); i++) {
                answer.address(query.name(), 0, "10.0.0." + i);
              }
              return List.of(answer.bytes());
            });
    openOrders(server);
    await().until(() -> told.endpoints("orders") != null);
    assertThat(told.endpoints("orders")).hasSize(40);
    // Where there is no TCP, what there is does.
    server.script(
        query -> {
          DnsMessage answer = DnsMessage.to(query);
          for (int i = 1; i <= 29; i++) {
            answer.address(query.name(), 0, "10.0.0." + i);
          }
          return query.tcp() ? List.of() : List.of(answer.bytes());
        });
    await().until(() -> told.endpoints("orders").size() == 29);
    assertThat(told.events()).isEmpty();
  }

  @Test
  void idsAndPortsCannotBeGuessed() {
    ScriptedDns server = server(address("10.0.0.1"));
    String[] services = new String[60];
    for (int i = 0; i < services.length; i++) {
      services[i] = "s" + i + ":s" + i + ".example.org:80";
    }
    open("dns://" + server.place(), services);
    for (int i = 0; i < services.length; i++) {
      registry.watch("s" + i);
    }
    await().until(() -> told.services() == services.length);
    List<DnsMessage.Query> queries = server.queries().subList(0, 60);
    assertThat(queries).allMatch(query -> query.payload() == 1232);
    assertThat(queries.stream().map(DnsMessage.Query::id).distinct().count()).isGreaterThan(55);
    assertThat(queries.stream().map(DnsMessage.Query::port).distinct().count()).isGreaterThan(50);
    // Neither counts up.
    assertThat(steps(queries.stream().map(DnsMessage.Query::id).collect(Collectors.toList())))
        .isLessThan(5);
    assertThat(steps(queries.stream().map(DnsMessage.Query::port).collect(Collectors.toList())))
        .isLessThan(5);
  }

  private static int steps(List<Integer> numbers) {
    int steps = 0;
    for (int i = 1; i < numbers.size(); i++) {
      steps += numbers.get(i) - numbers.get(i - 1) == 1 ? 1 : 0;
    }
    return steps;
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

  private interface DnsMessageOfSrv {
    void write(DnsMessage answer);
  }

  private void openSrv(ScriptedDns server) {
    open("dns://" + server.place(), "orders:" + SRV);
    registry.watch("orders");
  }

  private Map<String, Integer> weights() {
    return told.endpoints("orders").stream()
        .collect(Collectors.toMap(Object::toString, endpoint -> endpoint.weight()));
  }

  private static final DnsMessageOfSrv TWO_PRIORITIES =
      answer ->
          answer
              .srv(SRV, 0, 10, 3, 8081, "o1.example.org")
              .srv(SRV, 0, 10, 1, 8082, "o2.example.org")
              .srv(SRV, 0, 20, 5, 8083, "o3.example.org");

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
