package dev.remora.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.config.Problems;
import dev.remora.core.config.Yaml;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The settings in use, without secrets. */
class ConfigViewTest {
  private static String shown(String yaml) {
    ConfigView view =
        new ConfigView(
            () -> Yaml.parse("x", yaml.getBytes(StandardCharsets.UTF_8), Problems.first()));
    return view.answer(
            new AdminRequest(
                "GET", "/config", MultiMap.caseInsensitiveMultiMap(), null, Buffer.buffer()))
        .body()
        .toString();
  }

  @Test
  void showsWhatWasSet() {
    assertThat(shown("routes:\n- {name: a, to: [{service: orders, weight: 3}]}\n"))
        .isEqualToIgnoringWhitespace(
            "{\"routes\": [{\"name\": \"a\", \"to\": [{\"service\": \"orders\", \"weight\":"
                + " \"3\"}]}]}");
  }

  @Test
  void hidesSecretsWhereverTheyStand() {
    String shown =
        shown(
            """
            consul.token: S3CRET
            consul: {token: S3CRET}
            eureka.password: S3CRET
            eureka: {username: shop, password: S3CRET}
            redis: {url: "rediss://user:S3CRET@limits.internal/0", password: S3CRET}
            services:
              orders:
                token: {oauth2: {client-id: shop, client-secret: S3CRET}}
              stock:
                token.oauth2.client-secret: S3CRET
            routes:
            - name: a
              match: {headers: {x-api-key: S3CRET, x-b: {exact: S3CRET}}, query: {key: S3CRET}}
              request-headers: {set: {authorization: S3CRET}, add: {x: [S3CRET]}}
            """);
    assertThat(shown).doesNotContain("S3CRET").contains("limits.internal", "\"shop\"", "***");
  }

  @Test
  void showsTheNamesOfFilesThatHoldSecrets() {
    assertThat(
            shown(
                "admin: {token-file: /run/token}\nservices: {orders: {token: {file: /run/t},"
                    + " token.oauth2.client-secret-file: /run/s}}\n"))
        .contains("/run/token", "/run/t\"", "/run/s");
  }

  @Test
  void isEmptyWhereNothingIsSet() {
    assertThat(shown("")).isEqualToIgnoringWhitespace("{}");
  }
}
