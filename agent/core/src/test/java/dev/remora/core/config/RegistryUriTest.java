package dev.remora.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistryUriTest extends WithConfig {
  @Test
  void readsRegistries() {
    assertRegistry("consul://h", "consul://h:8500");
    assertRegistry("consul://h/", "consul://h:8500");
    assertRegistry("consul+https://h", "consul+https://h:8501");
    assertRegistry("consul+https://[::1]:1", "consul+https://[::1]:1");
    assertRegistry("consul://[fe80::1%1]", "consul://[fe80::1%1]:8500");
    assertRegistry("file:a/b.yaml", "file:a/b.yaml");
    assertRegistry("file:///a/b.yaml", "file:/a/b.yaml");
    assertRegistry("file:/a%20b", "file:/a%20b");
    assertRegistry("dir:/run/remora", "dir:/run/remora");
    assertRegistry("dir:///run/remora", "dir:/run/remora");
  }

  private void assertRegistry(String text, String meaning) {
    assertThat(load("registry=" + text, Map.of()).registries()).hasToString("[" + meaning + "]");
  }

  @Test
  void readsSeveralRegistriesInTheirOrder() throws IOException {
    String both = "[consul://h:8500, file:a.yaml]";
    assertThat(load("registry=consul://h,file:a.yaml,log=info", Map.of()).registries())
        .hasToString(both);
    assertThat(yaml("registry: ['consul://h', 'file:a.yaml']").registries()).hasToString(both);
    assertThat(load(null, Map.of("REMORA_REGISTRY", "consul://h, file:a.yaml")).registries())
        .hasToString(both);
    assertThat(load("registry=consul://h,file:a.yaml", Map.of()))
        .hasToString("consul://h:8500, file:a.yaml");
  }

  @Test
  void commasStandBetweenRegistriesAndBetweenTheServersOfEureka() {
    Config config =
        load("registry=eureka://a, b:1/e,consul://c,eureka+https://d,[::1]:2, file:x", Map.of());
    assertThat(config.registries())
        .hasToString(
            "[eureka://a:8761,b:1/e, consul://c:8500, eureka+https://d:8761,[::1]:2/eureka, file:x]");
  }

  @Test
  void commasStandBetweenTheServersOfDnsToo() {
    Config config =
        load(
            "registry=dns://a,dns:5353,consul://c,dns:,eureka://e,dns:1,dns://f,"
                + "dns.services=orders:a.example",
            Map.of());
    assertThat(config.registries())
        .hasToString(
            "[dns://a:53,dns:5353, consul://c:8500, dns:, eureka://e:8761,dns:1/eureka,"
                + " dns://f:53]");
  }
}
