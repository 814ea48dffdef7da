package dev.remora.core.discovery.eureka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.remora.core.config.EurekaConfig;
import dev.remora.core.discovery.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON as Eureka servers write it, and as they should not. */
class AppsReaderTest {
  private static final String ONE =
      """
      {"applications": {"versions__delta": "1", "apps__hashcode": "UP_1_", "application": [
        {"name": "ORDERS", "instance": [
          {"instanceId": "i", "hostName": "h", "app": "ORDERS", "ipAddr": "10.0.0.1",
           "status": "UP", "overriddenstatus": "UNKNOWN",
           "port": {"$": 8080, "@enabled": "true"}, "securePort": {"$": 443, "@enabled": "false"},
           "countryId": 1,
           "dataCenterInfo": {"@class": "com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo",
                              "name": "MyOwn"},
           "leaseInfo": {"renewalIntervalInSecs": 30, "durationInSecs": 90},
           "metadata": {"@class": "java.util.Collections$EmptyMap"},
           "vipAddress": "orders", "actionType": "ADDED"}]}]}}
      """;

  private static Apps read(String json) throws IOException {
    return read(json, EurekaConfig.Address.IP);
  }

  private static Apps read(String json, EurekaConfig.Address prefer) throws IOException {
    return new AppsReader(new EntryReader(prefer))
        .read(json.getBytes(StandardCharsets.UTF_8), null);
  }

  /** The only instance, with these fields besides or instead of those of {@link #ONE}. */
  private static Entries with(String from, String to) throws IOException {
    assertThat(ONE).contains(from);
    Entries entries = new Entries();
    entries.replace(read(ONE.replace(from, to)));
    return entries;
  }

  private static List<Endpoint> orders(String from, String to) throws IOException {
    return with(from, to).endpoints("orders");
  }

  private static Endpoint at(int port) {
    return Endpoint.at("10.0.0.1", port).build();
  }

  @Test
  void readsAnEntry() throws IOException {
    Apps apps = read(ONE);
    assertThat(apps.hash()).isEqualTo("UP_1_");
    assertThat(apps.entries()).hasToString("[orders/i UP]");
    assertThat(orders("UP", "UP")).containsExactly(at(8080));
  }

  @Test
  void takesASingleValueForAListOfOne() throws IOException {
    String single =
        ONE.replace("\"application\": [", "\"application\": ")
            .replace("\"instance\": [", "\"instance\": ")
            .replace("}]}]}}", "}}}}");
    assertThat(read(single).entries()).isEqualTo(read(ONE).entries());
    assertThat(read("{\"applications\": {\"apps__hashcode\": \"\"}}").entries()).isEmpty();
    assertThat(read("{\"applications\": {\"application\": null}}").entries()).isEmpty();
    assertThat(read("{\"applications\": {\"application\": []}}").hash()).isNull();
  }

  @Test
  void takesTheSecurePortOnlyWhereItIsTheOnlyOne() throws IOException {
    String ports =
        "\"port\": {\"$\": 8080, \"@enabled\": \"true\"},"
            + " \"securePort\": {\"$\": 443, \"@enabled\": \"false\"}";
    String off = "\"port\": {\"$\": 8080, \"@enabled\": \"false\"}, \"securePort\": ";
    assertThat(orders(ports, off + "{\"$\": \"8443\", \"@enabled\": true}"))
        .containsExactly(at(8443));
    assertThat(orders(ports, off + "{\"$\": 8443, \"@enabled\": \"false\"}")).isEmpty();
    assertThat(orders(ports, "\"port\": 8081")).containsExactly(at(8081));
    assertThat(orders(ports, "\"port\": {\"$\": 0, \"@enabled\": \"true\"}")).isEmpty();
    assertThat(orders(ports, "\"port\": {\"$\": 70000, \"@enabled\": \"true\"}")).isEmpty();
    assertThat(orders(ports, "\"port\": {\"$\": \"http\", \"@enabled\": \"true\"}")).isEmpty();
  }

  @Test
  void namesOfSecureVipAddressesLeadToTheSecurePort() throws IOException {
    Entries entries =
        with(
            "\"securePort\": {\"$\": 443, \"@enabled\": \"false\"}",
            "\"securePort\": {\"$\": 8443, \"@enabled\": \"true\"},"
                + " \"secureVipAddress\": \"orders, Orders-TLS\"");
    assertThat(entries.names()).containsExactly("orders", "orders-tls");
    assertThat(entries.endpoints("orders")).containsExactly(at(8080));
    assertThat(entries.endpoints("orders-tls")).containsExactly(at(8443));
  }

  @Test
  void namesAreVipAddressesBeforeApplications() throws IOException {
    assertThat(
            with("\"vipAddress\": \"orders\"", "\"vipAddress\": \"Orders,sales:7001, ,x\"").names())
        .containsExactly("orders", "sales", "x");
    assertThat(with("\"vipAddress\": \"orders\"", "\"vipAddress\": \"sales\"").names())
        .containsExactly("orders", "sales");
    assertThat(with(", \"actionType\"", ", \"actionType\"").endpoints("orders")).hasSize(1);
    Entries none = with("\"vipAddress\": \"orders\", ", "");
    assertThat(none.names()).containsExactly("orders");
    assertThat(none.endpoints("orders")).containsExactly(at(8080));
  }

  @Test
  void aVipAddressIsNotMixedWithAnotherApplicationOfThatName() throws IOException {
    Entries entries = new Entries();
    String second = ONE.replace("\"ORDERS\"", "\"LEGACY\"").replace("10.0.0.1", "10.0.0.2").trim();
    Apps both =
        new Apps(
            "",
            List.of(
                read(ONE.replace("\"vipAddress\": \"orders\"", "\"vipAddress\": \"sales\""))
                    .entries()
                    .get(0),
                read(second).entries().get(0)));
    entries.replace(both);
    // LEGACY answers to the VIP address orders; ORDERS to sales.
    assertThat(entries.endpoints("orders")).hasToString("[10.0.0.2:8080]");
    assertThat(entries.endpoints("sales")).hasToString("[10.0.0.1:8080]");
    assertThat(entries.endpoints("legacy")).hasToString("[10.0.0.2:8080]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DOWN", "STARTING", "OUT_OF_SERVICE", "UNKNOWN", "up", "NEW"})
  void onlyUpIsRoutable(String status) throws IOException {
    Entries entries = with("\"status\": \"UP\"", "\"status\": \"" + status + "\"");
    assertThat(entries.endpoints("orders")).isEmpty();
    assertThat(entries.names()).containsExactly("orders");
    assertThat(entries.hash()).isEqualTo(status + "_1_");
  }

  @Test
  void prefersTheAddressItIsToldTo() throws IOException {
    Entries entries = new Entries();
    entries.replace(read(ONE, EurekaConfig.Address.HOSTNAME));
    assertThat(entries.endpoints("orders")).hasToString("[h:8080]");
    entries.replace(read(ONE.replace("\"h\"", "\"\""), EurekaConfig.Address.HOSTNAME));
    assertThat(entries.endpoints("orders")).hasToString("[10.0.0.1:8080]");
    assertThat(orders("\"ipAddr\": \"10.0.0.1\",", "")).hasToString("[h:8080]");
    assertThat(orders("\"hostName\": \"h\", \"app\": \"ORDERS\", \"ipAddr\": \"10.0.0.1\",", ""))
        .isEmpty();
  }

  @Test
  void readsZoneWeightAndMetadata() throws IOException {
    String metadata = "\"metadata\": {\"@class\": \"java.util.Collections$EmptyMap\"}";
    assertThat(
            orders(
                metadata,
                "\"metadata\": {\"@class\": \"x\", \"zone\": \"a\", \"weight\": \"7\", \"n\": 1, \"o\": {}}"))
        .containsExactly(
            Endpoint.at("10.0.0.1", 8080)
                .zone("a")
                .weight(7)
                .metadata(Map.of("zone", "a", "weight", "7", "n", "1"))
                .build());
    for (String weight : List.of("0", "-1", "65536", "heavy", "")) {
      assertThat(orders(metadata, "\"metadata\": {\"weight\": \"" + weight + "\"}").get(0).weight())
          .isEqualTo(1);
    }
    assertThat(
            orders(
                    "\"name\": \"MyOwn\"",
                    "\"name\": \"Amazon\", \"metadata\": {\"availability-zone\": \"us-east-1c\"}")
                .get(0)
                .zone())
        .isEqualTo("us-east-1c");
  }

  @Test
  void anEntryOfNonsenseHidesNoOther() throws IOException {
    String nonsense =
        "{\"app\": \"X\", \"port\": [], \"metadata\": 7, \"dataCenterInfo\": \"?\"}, ";
    Entries entries = with("\"instance\": [", "\"instance\": [" + nonsense);
    assertThat(entries.endpoints("orders")).containsExactly(at(8080));
    assertThat(entries.hash()).isEqualTo("UNKNOWN_1_UP_1_");
  }

  @Test
  void unpacksGzip() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(ONE.getBytes(StandardCharsets.UTF_8));
    }
    AppsReader reader = new AppsReader(new EntryReader(EurekaConfig.Address.IP));
    assertThat(reader.read(packed.toByteArray(), "gzip").entries()).hasSize(1);
    byte[] cut = java.util.Arrays.copyOf(packed.toByteArray(), packed.size() - 20);
    assertThatThrownBy(() -> reader.read(cut, "gzip")).isInstanceOf(IOException.class);
  }

  @Test
  void isCompleteOrNotAtAll() {
    String json = ONE.trim();
    for (int end = 0; end < json.length(); end++) {
      String cut = json.substring(0, end);
      assertThatThrownBy(() -> read(cut)).as(cut).isInstanceOf(IOException.class);
    }
    for (String wrong :
        List.of(
            json + "{}",
            json + "x",
            "null",
            "[]",
            "7",
            "{}",
            "{\"applications\": []}",
            "{\"applications\": \"\"}",
            "{\"applications\": {\"application\": [7]}}",
            "{\"applications\": {\"application\": {\"instance\": {}}}}",
            "<applications><versions__delta>1</versions__delta></applications>")) {
      assertThatThrownBy(() -> read(wrong)).as(wrong).isInstanceOf(IOException.class);
    }
  }

  @Test
  void appliesChangesAnyNumberOfTimes() throws IOException {
    Entries entries = new Entries();
    entries.replace(read(ONE));
    String two = ONE.replace("\"instanceId\": \"i\"", "\"instanceId\": \"j\"");
    for (int i = 0; i < 3; i++) {
      entries.apply(read(two.replace("10.0.0.1", "10.0.0.2")));
      assertThat(entries.hash()).isEqualTo("UP_2_");
      assertThat(entries.endpoints("orders")).hasToString("[10.0.0.1:8080, 10.0.0.2:8080]");
    }
    entries.apply(read(two.replace("ADDED", "MODIFIED").replace("\"UP\"", "\"DOWN\"")));
    assertThat(entries.hash()).isEqualTo("DOWN_1_UP_1_");
    assertThat(entries.endpoints("orders")).containsExactly(at(8080));
    for (int i = 0; i < 2; i++) {
      entries.apply(read(two.replace("ADDED", "DELETED")));
      entries.apply(read(ONE.replace("ADDED", "DELETED")));
    }
    assertThat(entries.hash()).isEmpty();
    assertThat(entries.names()).isEmpty();
  }
}
