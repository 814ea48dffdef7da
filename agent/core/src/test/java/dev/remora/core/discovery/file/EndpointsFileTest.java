package dev.remora.core.discovery.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.config.Problems;
import dev.remora.core.discovery.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointsFileTest {
  private static final String FORMS =
      "address:port, \"[IPv6 address]:port\", {address, port, weight, tags, zone, metadata}";

  private static Map<String, List<Endpoint>> parse(String yaml, Problems problems) {
    return EndpointsFile.parse("e.yaml", yaml.getBytes(StandardCharsets.UTF_8), problems);
  }

  @Test
  void readsBothForms() {
    Map<String, List<Endpoint>> services =
        parse(
            """
            endpoints:
              orders:
                - 127.0.0.1:9001
                - "[::1]:9001"
                - orders.example:80
                - {address: "fe80::1%eth0", port: 9002, weight: 3, tags: [v2], zone: a, metadata: {version: "2"}}
              none:
              empty: []
            """,
            Problems.first());

    assertThat(services.get("orders"))
        .containsExactly(
            Endpoint.at("127.0.0.1", 9001).build(),
            Endpoint.at("::1", 9001).build(),
            Endpoint.at("orders.example", 80).build(),
            Endpoint.at("fe80::1%eth0", 9002)
                .weight(3)
                .tags(List.of("v2"))
                .zone("a")
                .metadata(Map.of("version", "2"))
                .build());
    assertThat(services.get("none")).isEmpty();
    assertThat(services.get("empty")).isEmpty();
    assertThat(services).containsOnlyKeys("orders", "none", "empty");
  }

  @Test
  void readsTheOneLineForm() {
    assertThat(
            parse(
                "endpoints: {orders: [127.0.0.1:9001, {address: 127.0.0.1, port: 9002}]}",
                Problems.first()))
        .containsOnlyKeys("orders");
    assertThat(parse("endpoints: {}", Problems.first())).isEmpty();
    assertThat(parse("endpoints:", Problems.first())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[127.0.0.1]                          | 1:17: o: \"127.0.0.1\" is not an endpoint",
        "[127.0.0.1:0]                        | 1:17: o: \"127.0.0.1:0\" is not an endpoint",
        "[127.0.0.1:99999]                    | 1:17: o: \"127.0.0.1:99999\" is not an endpoint",
        "['::1:80']                           | 1:17: o: \"::1:80\" is an IPv6 address without brackets",
        "['http://h:80']                      | 1:17: o: \"http://h:80\" is an IPv6 address without brackets",
        "['h/p:80']                           | 1:17: o: \"h/p:80\" is not an endpoint",
        "[[a]]                                | 1:17: o: is a list where an endpoint is needed",
        "[{address: a}]                       | 1:17: o: an endpoint without address or port",
      })
  void saysWhichEndpointIsWrong(String list, String problem) {
    assertProblem("endpoints: {o: " + list + "}", problem + "; allowed: " + FORMS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "port: x                      | 1:36: o: port is out of range; allowed: 1 to 65535",
        "port: 1, weight: 0           | 1:47: o: weight is out of range; allowed: 1 to 65535",
        "port: 1, weight: [1]         | 1:47: o: weight is out of range; allowed: 1 to 65535",
        "port: 1, tags: v2            | 1:45: o: tags is not a list; allowed: a list of texts",
        "port: 1, tags: [[v2]]        | 1:46: o: a tag is not a text; allowed: a list of texts",
        "port: 1, zone: [a]           | 1:45: o: zone is not a text; allowed: one text",
        "port: 1, metadata: x         | 1:49: o: metadata is not a map; allowed: keys with one text each",
        "port: 1, metadata: {a: [b]}  | 1:53: o: a is not a text; allowed: keys with one text each",
        "port: 1, wieght: 2           | 1:39: o: unknown key wieght; allowed: address, port, weight, tags, zone, metadata",
      })
  void saysWhichValueIsWrong(String rest, String problem) {
    assertProblem("endpoints: {o: [{address: h, " + rest + "}]}", problem);
  }

  private static void assertProblem(String yaml, String problem) {
    Problems problems = Problems.all();
    parse(yaml, problems);
    assertThat(problems.lines()).containsExactly("e.yaml:" + problem);
  }

  @Test
  void saysWhatIsNotSuchAFile() {
    String allowed = "; allowed: endpoints: {service: [address:port]}";
    assertThat(problems("")).containsExactly("e.yaml: has no endpoints" + allowed);
    assertThat(problems("log: info")).containsExactly("e.yaml:1:1: has no endpoints" + allowed);
    assertThat(problems("- a")).containsExactly("e.yaml:1:1: has no endpoints" + allowed);
    assertThat(problems("endpoints: [a]"))
        .containsExactly(
            "e.yaml:1:12: endpoints: is not a map; allowed: service names, each a list");
    assertThat(problems("endpoints: {o: h:1}"))
        .containsExactly("e.yaml:1:16: o: is not a list; allowed: a list of " + FORMS);
    assertThat(problems("endpoints: {'': []}"))
        .containsExactly("e.yaml:1:13: endpoints: a service needs a name");
  }

  @Test
  void saysAllThatIsWrong() {
    assertThat(
            problems(
                """
                endpoints:
                  orders:
                    - nonsense
                    - {address: a, port: 0}
                  orders: []
                log: info
                """))
        .containsExactly(
            "e.yaml:5:3: orders: is already set at e.yaml:2:3; allowed: once",
            "e.yaml:6:1: log: unknown key; allowed: endpoints",
            "e.yaml:3:7: orders: \"nonsense\" is not an endpoint; allowed: " + FORMS,
            "e.yaml:4:26: orders: port is out of range; allowed: 1 to 65535");
  }

  private static List<String> problems(String yaml) {
    Problems problems = Problems.all();
    parse(yaml, problems);
    return problems.lines();
  }
}
