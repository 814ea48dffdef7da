package dev.remora.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EurekaConfigTest extends WithConfig {
  @Test
  void readsTheSettingsOfEureka() throws IOException {
    Config config =
        yaml(
            """
            registry: eureka+https://a.example,b.example:443/discovery/eureka/
            eureka:
              username: shop
              password: s3cr3t
              ca: ca.pem
              certificate: cert.pem
              key: key.pem
              poll: 5s
              prefer: hostname
            zone: z1
            """);
    assertThat(config.registries())
        .hasToString("[eureka+https://a.example:8761,b.example:443/discovery/eureka]");
    EurekaConfig eureka = config.eureka(config.registries().get(0));
    assertThat(eureka.servers()).hasToString("[a.example:8761, b.example:443]");
    assertThat(eureka.path()).isEqualTo("/discovery/eureka");
    assertThat(eureka.tls()).isTrue();
    assertThat(eureka.username()).isEqualTo("shop");
    assertThat(eureka.password()).isEqualTo("s3cr3t");
    assertThat(eureka.caFile()).isEqualTo("ca.pem");
    assertThat(eureka.certificateFile()).isEqualTo("cert.pem");
    assertThat(eureka.keyFile()).isEqualTo("key.pem");
    assertThat(eureka.poll()).isEqualTo(Duration.ofSeconds(5));
    assertThat(eureka.prefer()).isEqualTo(EurekaConfig.Address.HOSTNAME);
    assertThat(eureka.zone()).isEqualTo("z1");
    assertThat(config + " " + eureka).doesNotContain("s3cr3t");
  }

  @Test
  void eurekaHasDefaults() {
    // Commas of the registry are not those between agent arguments.
    Config config = load("registry=eureka://a,[::1]:1,log=info", Map.of());
    assertThat(config.registries()).hasToString("[eureka://a:8761,[::1]:1/eureka]");
    EurekaConfig eureka = config.eureka(config.registries().get(0));
    assertThat(eureka.servers()).hasToString("[a:8761, [::1]:1]");
    assertThat(eureka.tls()).isFalse();
    assertThat(eureka.username()).isNull();
    assertThat(eureka.poll()).isEqualTo(Duration.ofSeconds(30));
    assertThat(eureka.prefer()).isEqualTo(EurekaConfig.Address.IP);
    assertThat(eureka.zone()).isNull();
  }
}
