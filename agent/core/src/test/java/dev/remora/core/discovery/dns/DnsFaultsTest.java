package dev.remora.core.discovery.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.testing.DnsMessage;
import dev.remora.core.testing.ScriptedDns;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no real server can be made to say, or not at the time. */
class DnsFaultsTest extends WithDns {
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
}
