package dev.remora.core.discovery.consul;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParseException;
import dev.remora.core.discovery.Endpoint;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HealthResponseTest {
  @Test
  void readsAllThatAnEndpointCanSay() {
    assertThat(
            read(
                "[{'Node':{'Address':'10.0.0.9','Meta':{'zone':'n'}},"
                    + "'Service':{'Address':'10.0.0.1','Port':80,'Tags':['a','B'],"
                    + "'Meta':{'zone':'z','version':'2'},'Weights':{'Passing':7,'Warning':1}},"
                    + "'Checks':[{'Status':'passing'}]}]"))
        .containsExactly(
            Endpoint.at("10.0.0.1", 80)
                .weight(7)
                .tags(List.of("a", "B"))
                .zone("z")
                .metadata(Map.of("zone", "z", "version", "2"))
                .build());
  }

  @Test
  void makesDoWithLittle() {
    assertThat(read("[{'Node':{'Address':'::1'},'Service':{'Address':'','Port':80,'Tags':null}}]"))
        .containsExactly(Endpoint.at("::1", 80).build());
    assertThat(read("[]")).isEmpty();
  }

  @Test
  void findsTheZoneWhereverItStands() {
    assertThat(zone("'Meta':{'zone':'s'}", "'Meta':{'zone':'n'}")).isEqualTo("s");
    assertThat(zone("'Meta':{}", "'Meta':{'zone':'n'}")).isEqualTo("n");
    assertThat(zone("'Locality':{'Zone':'s'}", "'Locality':{'Zone':'n'}")).isEqualTo("s");
    assertThat(zone("'Locality':null", "'Locality':{'Region':'r','Zone':'n'}")).isEqualTo("n");
    assertThat(zone("'Meta':null", "'Datacenter':'dc1'")).isEmpty();
  }

  @Test
  void sortsSoThatOrderIsNoNews() {
    String one = "{'Service':{'Address':'10.0.0.1','Port':81}}";
    String two = "{'Service':{'Address':'10.0.0.1','Port':80}}";
    assertThat(read("[" + one + "," + two + "]"))
        .isEqualTo(read("[" + two + "," + one + "," + one + "]"))
        .hasSize(2);
  }

  @Test
  void boundsWeightsAndLeavesOutWhatHasNoPort() {
    assertThat(
            read(
                "[{'Service':{'Address':'a','Port':1,'Weights':{'Passing':0}}},"
                    + "{'Service':{'Address':'b','Port':1,'Weights':{'Passing':100000}}},"
                    + "{'Service':{'Address':'c','Port':0}},"
                    + "{'Service':{'Address':'d','Port':70000}}]"))
        .extracting(Endpoint::weight)
        .containsExactly(1, 65535);
  }

  @Test
  void wantsEveryTagWhateverItsCase() {
    HealthResponse reader = new HealthResponse(List.of("Prod", "v2"));
    String json =
        "[{'Service':{'Address':'a','Port':1,'Tags':['V2','prod','x']}},"
            + "{'Service':{'Address':'b','Port':1,'Tags':['v2']}},"
            + "{'Service':{'Address':'c','Port':1,'Tags':[null]}}]";
    assertThat(reader.read(json.replace('\'', '"').getBytes(UTF_8)))
        .extracting(Endpoint::address)
        .containsExactly("a");
  }

  @Test
  void takesNothingOfWhatIsNotWhole() {
    for (String json :
        List.of(
            "",
            "null",
            "[",
            "{}",
            "[{'Service':{'Address':'a','Port':1}},",
            "[{'Service':{'Address':'a','Port':1}}",
            "[] []",
            "[{'Service':{'Address':'a','Port':'x'}}]",
            "[{'Service':{'Address':['a'],'Port':1}}]",
            "[{'Node':{}}]",
            "[null]",
            "[{'Service':{'Port':1}}]",
            "[{Service:{}}]",
            "<html>")) {
      assertThatThrownBy(() -> read(json)).as(json).isInstanceOf(JsonParseException.class);
    }
  }

  private static String zone(String service, String node) {
    return read("[{'Node':{" + node + "},'Service':{'Address':'a','Port':1," + service + "}}]")
        .get(0)
        .zone();
  }

  private static List<Endpoint> read(String json) {
    return new HealthResponse(List.of()).read(json.replace('\'', '"').getBytes(UTF_8));
  }
}
