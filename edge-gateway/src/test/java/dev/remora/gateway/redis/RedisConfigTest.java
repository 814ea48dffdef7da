package dev.remora.gateway.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.config.Problems;
import dev.remora.core.config.Yaml;
import dev.remora.gateway.config.Section;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings {@code redis}. */
class RedisConfigTest {
  private final Problems problems = Problems.all();

  private RedisConfig read(String redis) {
    byte[] yaml = ("redis: " + redis).getBytes(StandardCharsets.UTF_8);
    return RedisConfig.read(new Section(Yaml.parse("g.yaml", yaml, problems), "", problems));
  }

  @ParameterizedTest
  @CsvSource({
    "redis://limits, redis://limits:6379/0",
    "redis://10.0.0.1:7000/3, redis://10.0.0.1:7000/3",
    "rediss://limits/, rediss://limits:6379/0",
    "'redis://[::1]:6380', redis://::1:6380/0",
  })
  void aUrl(String url, String means) {
    assertThat(read("{url: '" + url + "'}").url()).hasToString(means);
    assertThat(problems.lines()).isEmpty();
  }

  @Test
  void showsNoSecret() {
    RedisConfig config = read("{url: redis://limits, username: gateway, password: s3cret}");
    assertThat(config.password()).isEqualTo("s3cret");
    assertThat(config.toString()).isEqualTo("redis://limits:6379/0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | redis: url is missing",
        "{url: 'http://limits'} | is neither redis:// nor rediss://",
        "{url: 'redis://limits/x'} | names no database",
        "{url: 'redis://limits?x=y'} | is not such a URL",
        "{url: 'redis://u:p@limits'} | redis.url: holds a user or a password; allowed: username and",
        "{url: 'redis://limits', password: a, password-file: b} | password is set as well",
        "{url: 'redis://limits', username: a} | has no password",
        "{url: 'redis://limits', ca: ca.pem} | is for a server with TLS",
        "{url: 'redis://limits', timeout: 0ms} | redis.timeout: \"0ms\" is out of range",
        "{url: 'redis://limits', pasword: a} | did you mean redis.password?",
      })
  void badSettingsAreTold(String redis, String expected) {
    read(redis);
    assertThat(problems.lines()).hasSize(1).first().asString().contains(expected);
    assertThat(problems.lines().get(0)).startsWith("g.yaml:1:").doesNotContain("u:p");
  }
}
