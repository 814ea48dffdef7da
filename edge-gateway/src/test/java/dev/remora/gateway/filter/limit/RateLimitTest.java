package dev.remora.gateway.filter.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.remora.core.config.ConfigException;
import dev.remora.gateway.TestGateway;
import dev.remora.gateway.testing.RawClient;
import dev.remora.gateway.testing.ScriptedOrigin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The filter {@code rate-limit} in a gateway. */
class RateLimitTest {
  private final ScriptedOrigin origin =
      ScriptedOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
  private TestGateway gateway;

  @AfterEach
  void close() {
    gateway.close();
    origin.close();
  }

  private void start(String limits) {
    gateway = TestGateway.over("orders", origin.port()).start(settings(limits));
  }

  private static String settings(String limits) {
    return "trusted-proxies: [127.0.0.1]\n"
        + "routes:\n"
        + "- {name: a, match: {prefix: /a}, to: orders, rate-limit: "
        + limits
        + "}\n"
        + "- {name: b, match: {prefix: /b}, to: orders, rate-limit: "
        + limits
        + "}\n";
  }

  private String get(String path, String... headers) {
    String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    return RawClient.exchange(
        gateway.port(),
        "GET " + path + " HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n" + more + "\r\n");
  }

  private int status(String path, String... headers) {
    return Integer.parseInt(get(path, headers).substring(9, 12));
  }

  @Test
  void rejectsWhatIsTooMuchAndSaysWhenToComeBack() {
    start("{requests: 2, per: 1m, name: burst}");
    assertThat(get("/a"))
        .startsWith("HTTP/1.1 200 ")
        .containsIgnoringCase("\r\nratelimit-policy: \"burst\";q=2;w=60\r\n")
        .containsIgnoringCase("\r\nratelimit: \"burst\";r=1;t=30\r\n");
    assertThat(get("/a")).containsIgnoringCase("\r\nratelimit: \"burst\";r=0;t=60\r\n");
    assertThat(get("/a"))
        .startsWith("HTTP/1.1 429 ")
        .containsIgnoringCase("\r\nretry-after: 30\r\n")
        .containsIgnoringCase("\r\nratelimit: \"burst\";r=0;t=30\r\n")
        .containsIgnoringCase("\r\ncontent-type: application/problem+json\r\n")
        .contains("\"type\":\"https://iana.org/assignments/http-problem-types#quota-exceeded\"")
        .contains("\"code\":\"rate-limited\"")
        .contains("\"violated-policies\":[\"burst\"]");
    assertThat(origin.seen().split("GET ", -1)).as("two and what is before").hasSize(3);
    assertThat(status("/b")).as("of another route").isEqualTo(200);
  }

  @Test
  void aBurstMayBeOtherThanTheRate() {
    start("{requests: 1, per: 1s, burst: 3}");
    assertThat(get("/a")).contains(";q=1;w=1;remora-burst=3\r\n").contains(";r=2;t=1\r\n");
    assertThat(status("/a")).isEqualTo(200);
  }

  @Test
  void severalActAtOnceAndARejectedRequestCostsNothing() {
    start("[{name: all, key: route, requests: 3, per: 1h}, {name: one, requests: 1, per: 1h}]");
    String first = get("/a", "X-Forwarded-For: 192.0.2.1");
    assertThat(first).contains(": \"all\";q=3;w=3600, \"one\";q=1;w=3600\r\n");
    assertThat(first).contains(": \"all\";r=2;t=1200, \"one\";r=0;t=3600\r\n");
    assertThat(get("/a", "X-Forwarded-For: 192.0.2.1"))
        .startsWith("HTTP/1.1 429 ")
        .contains("\"violated-policies\":[\"one\"]");
    assertThat(get("/a", "X-Forwarded-For: 192.0.2.2"))
        .startsWith("HTTP/1.1 200 ")
        .contains("\"all\";r=1");
  }

  @Test
  void countsAcrossRoutesWhereThatIsSet() {
    start("{requests: 1, per: 1h, scope: gateway}");
    assertThat(status("/a")).isEqualTo(200);
    assertThat(status("/b")).isEqualTo(429);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1, 429",
    "192.0.2.1, 192.0.2.2, 200",
    "2001:db8:1:2::1, 2001:db8:1:2:ffff::9, 429",
    "2001:db8:1:2::1, 2001:db8:1:3::1, 200",
    "2001:db8:1:2::1, 2001:0DB8:0001:0002::7, 429",
    "192.0.2.1, ::ffff:192.0.2.1, 429",
  })
  void anAddressIsAHostOrAnIpv6Network(String first, String second, int status) {
    start("{requests: 1, per: 1h}");
    assertThat(status("/a", "X-Forwarded-For: " + first)).isEqualTo(200);
    assertThat(status("/a", "X-Forwarded-For: " + second)).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "'header:X-Tenant', 'X-Tenant: a', 'X-Tenant: b'",
    "'cookie:session', 'Cookie: theme=x; session=a', 'Cookie: session=b; theme=x'",
  })
  void aHeaderOrACookieTellsClientsApart(String key, String one, String other) {
    start("{requests: 1, per: 1h, key: '" + key + "'}");
    assertThat(status("/a", one)).isEqualTo(200);
    assertThat(status("/a", one)).isEqualTo(429);
    assertThat(status("/a", other)).isEqualTo(200);
    assertThat(status("/a")).as("without it the address counts").isEqualTo(200);
    assertThat(status("/a")).isEqualTo(429);
    assertThat(status("/a", "X-Forwarded-For: 192.0.2.9")).isEqualTo(200);
  }

  @Test
  void aClientCannotChangeItsAddress() {
    gateway =
        TestGateway.over("orders", origin.port())
            .start(settings("{requests: 1, per: 1h}").replace("127.0.0.1", "192.0.2.200"));
    assertThat(status("/a", "X-Forwarded-For: 192.0.2.1")).isEqualTo(200);
    assertThat(status("/a", "X-Forwarded-For: 192.0.2.2")).isEqualTo(429);
  }

  @Test
  void aReloadForgetsNothing() {
    start("{requests: 2, per: 1h, name: x}");
    assertThat(status("/a")).isEqualTo(200);
    gateway.reload(settings("{requests: 1, per: 1h, name: x}"));
    assertThat(status("/a")).isEqualTo(429);
    gateway.reload(settings("{requests: 1000, per: 1h, name: x}"));
    assertThat(status("/a")).isEqualTo(200);
  }

  @Test
  void clientsNeedNotBeTold() {
    start("{requests: 1, per: 1h, headers: false}");
    assertThat(get("/a")).startsWith("HTTP/1.1 200 ").doesNotContainIgnoringCase("ratelimit");
    assertThat(get("/a"))
        .startsWith("HTTP/1.1 429 ")
        .doesNotContainIgnoringCase("ratelimit:")
        .containsIgnoringCase("\r\nretry-after: 3600\r\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{per: 1m} | requests is missing",
        "{requests: 0} | rate-limit.requests: \"0\" is out of range",
        "{requests: 1, per: 1ms} | rate-limit.per: \"1ms\" is out of range",
        "{requests: 1, key: ip} | rate-limit.key: \"ip\" is no part of a request; allowed: address",
        "{requests: 1, key: header} | \"header\" is no part of a request",
        "{requests: 1, key: 'header:a b'} | \"header:a b\" is not a header's name",
        "{requests: 1, burst: 1000000, per: 24h} | rate-limit.burst: takes more than a year",
        "{requests: 1, brust: 2} | did you mean routes[0].rate-limit.burst?",
        "{requests: 1, store: redis} | route a has a limit in redis; allowed: settings redis",
        "{requests: 1, store: disk} | rate-limit.store: \"disk\" is not known; allowed: local, redis",
        "{requests: 1, on-failure: deny} | rate-limit.on-failure: is for shared limits",
        "[{requests: 1}, {requests: 2}] | two are called address",
      })
  void badSettingsAreToldInOneLine(String limits, String expected) {
    start("{requests: 1}");
    assertThatThrownBy(() -> gateway.reload(settings(limits)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("gateway.yaml:")
        .hasMessageContaining(expected);
  }
}
