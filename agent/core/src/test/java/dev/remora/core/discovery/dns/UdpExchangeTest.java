package dev.remora.core.discovery.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.testing.DnsMessage;
import dev.remora.core.testing.ScriptedDns;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class UdpExchangeTest extends WithDns {
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
}
