package dev.remora.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.remora.gateway.exchange.Route;
import dev.remora.gateway.plan.Parts;
import dev.remora.gateway.testing.RouteSettings;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which route a request takes. */
class RouteTableTest {
  private static final String SHOP =
      """
      routes:
        - {name: rest, to: a}
        - {name: host, match: {hosts: [shop.example.com]}, to: a}
        - {name: wild, match: {hosts: ["*.example.com"]}, to: a}
        - {name: wilder, match: {hosts: ["*.eu.example.com"]}, to: a}
        - {name: prefix, match: {prefix: /users}, to: a}
        - {name: longer, match: {prefix: /users/me}, to: a}
        - {name: exact, match: {path: /users/me/orders}, to: a}
        - {name: template, match: {template: "/users/{id}/orders"}, to: a}
        - {name: written, match: {template: "/users/{id}/orders/last"}, to: a}
        - {name: variable, match: {template: "/users/{id}/orders/{order}"}, to: a}
        - {name: files, match: {template: "/users/{id}/files/{*file}"}, to: a}
        - {name: regex, match: {regex: "/users/[0-9]+"}, to: a}
        - {name: host-prefix, match: {hosts: [shop.example.com], prefix: /v1}, to: a}
      """;

  @ParameterizedTest
  @CsvSource({
    "other.test/, rest",
    "example.com/, rest",
    "shop.example.com/, host",
    "shop.example.com/users/me/orders, host",
    "shop.example.com/v1, host-prefix",
    "shop.example.com/v1/, host-prefix",
    "shop.example.com/v10, host",
    "a.example.com/, wild",
    "a.b.example.com/, wild",
    "a.eu.example.com/, wilder",
    "eu.example.com/, wild",
    "xexample.com/, rest",
    "other.test/users, prefix",
    "other.test/users/, prefix",
    "other.test/usersx, rest",
    "other.test/users/x/y, prefix",
    "other.test/users/me, longer",
    "other.test/users/me/x, longer",
    "other.test/users/me/orders, exact",
    "other.test/users/7/orders, template",
    "other.test/users/me/orders/, longer",
    "other.test/users/7/orders/, prefix",
    "other.test/users/7/orders/last, written",
    "other.test/users/7/orders/8, variable",
    "other.test/users/7/files/a/b.txt, files",
    "other.test/users/7/files, prefix",
    "other.test/users/7/files/, prefix",
    "other.test/users/77, regex",
    "other.test/users/7x, prefix"
  })
  void choosesByHostAndPath(String url, String route) {
    assertThat(name(table(SHOP), new AskedHead("GET", url))).isEqualTo(route);
  }

  @Test
  void choosesByTheRestAsTheGatewayApiDoes() {
    RouteTable table =
        table(
            """
            routes:
              - {name: any, match: {prefix: /a}, to: a}
              - {name: client, match: {prefix: /a, clients: [10.0.0.0/8]}, to: a}
              - {name: one-query, match: {prefix: /a, query: {v: "1"}}, to: a}
              - {name: two-queries, match: {prefix: /a, query: {v: "1", w: {present: true}}}, to: a}
              - {name: one-header, match: {prefix: /a, headers: {X-Canary: "yes"}}, to: a}
              - name: two-headers
                match: {prefix: /a, headers: {x-canary: "yes", x-v: {regex: "[0-9]+"}}}
                to: a
              - {name: method, match: {prefix: /a, methods: [POST, PUT]}, to: a}
              - {name: no-trace, match: {path: /b, headers: {x-trace: {present: false}}}, to: a}
              - {name: first, match: {path: /c, headers: {x: "1"}}, to: a}
              - {name: second, match: {path: /c, headers: {y: "1"}}, to: a}
            """);
    assertThat(name(table, get("h/a"))).isEqualTo("any");
    assertThat(name(table, get("h/a").from("10.1.2.3"))).isEqualTo("client");
    assertThat(name(table, get("h/a?v=1").from("10.1.2.3"))).isEqualTo("one-query");
    assertThat(name(table, get("h/a?x&v=%31"))).isEqualTo("one-query");
    assertThat(name(table, get("h/a?v=2&v=1"))).as("the first counts").isEqualTo("any");
    assertThat(name(table, get("h/a?w&v=1"))).isEqualTo("two-queries");
    assertThat(name(table, get("h/a?w&v=1").header("x-canary", "yes"))).isEqualTo("one-header");
    assertThat(name(table, get("h/a").header("x-canary", "yes").header("x-v", "12")))
        .isEqualTo("two-headers");
    assertThat(name(table, get("h/a").header("x-canary", "yes").header("x-v", "12a")))
        .as("the whole value")
        .isEqualTo("one-header");
    assertThat(name(table, new AskedHead("PUT", "h/a").header("x-canary", "yes")))
        .isEqualTo("method");
    assertThat(name(table, get("h/b"))).isEqualTo("no-trace");
    assertThat(name(table, get("h/b").header("x-trace", "1"))).isNull();
    assertThat(name(table, get("h/c").header("x", "1").header("y", "1"))).isEqualTo("first");
  }

  @Test
  void takesTheNextRouteWhereTheMostParticularAsksForMore() {
    RouteTable table =
        table(
            """
            routes:
              - {name: rest, match: {prefix: /}, to: a}
              - {name: prefix, match: {prefix: /a}, to: a}
              - {name: deep, match: {prefix: /a/b, methods: [PUT]}, to: a}
              - {name: template, match: {template: "/a/{x}", methods: [POST]}, to: a}
              - {name: exact, match: {path: /a/b, methods: [GET]}, to: a}
              - {name: host, match: {hosts: [h.test], path: /a/b, methods: [PATCH]}, to: a}
            """);
    assertThat(name(table, get("h.test/a/b"))).isEqualTo("exact");
    assertThat(name(table, new AskedHead("POST", "h.test/a/b"))).isEqualTo("template");
    assertThat(name(table, new AskedHead("PUT", "h.test/a/b"))).isEqualTo("deep");
    assertThat(name(table, new AskedHead("PATCH", "h.test/a/b"))).isEqualTo("host");
    assertThat(name(table, new AskedHead("DELETE", "h.test/a/b"))).isEqualTo("prefix");
    assertThat(name(table, get("h.test/ab"))).isEqualTo("rest");
  }

  @Test
  void givesNamesToPartsOfThePath() {
    RouteTable table =
        table(
            """
            routes:
              - {name: t, match: {template: "/users/{id}/files/{*file}"}, to: a}
              - {name: r, match: {regex: "/v(?P<major>[0-9]+)\\\\.(?P<minor>[0-9]+)"}, to: a}
            """);
    Route template = table.find(get("h/users/a%20b/files/x/y.txt"));
    assertThat(template.variables().value("/users/a%20b/files/x/y.txt", "id")).isEqualTo("a%20b");
    assertThat(template.variables().value("/users/a%20b/files/x/y.txt", "file"))
        .isEqualTo("x/y.txt");
    assertThat(template.variables().value("/users/a/files/x", "other")).isNull();
    Route regex = table.find(get("h/v12.3"));
    assertThat(regex.variables().value("/v12.3", "minor")).isEqualTo("3");
    assertThat(table.find(get("h/v12.x"))).isNull();
  }

  /** The condition on a header has each candidate ask for it: so they are counted. */
  @Test
  void looksAtOneRouteOfTenThousand() {
    StringBuilder yaml = new StringBuilder("routes:\n");
    for (int i = 0; i < 2_500; i++) {
      add(yaml, "e" + i, "path: /e/" + i + "/x");
      add(yaml, "p" + i, "prefix: /p/" + i);
      add(yaml, "t" + i, "template: \"/t/{id}/" + i + "\"");
      add(yaml, "h" + i, "hosts: [\"h" + i + ".test\", \"*.w" + i + ".test\"]");
    }
    RouteTable table = table(yaml.toString());
    for (String url :
        new String[] {
          "x/e/1234/x", "x/p/1234/a/b", "x/t/7/1234", "h1234.test/", "a.b.w1234.test/a"
        }) {
      AskedHead head = get(url).header("x-on", "1");
      assertThat(name(table, head)).endsWith("1234");
      assertThat(head.headerReads()).as(url).isEqualTo(1);
    }
    AskedHead nowhere = get("x/nowhere/1234").header("x-on", "1");
    assertThat(table.find(nowhere)).isNull();
    assertThat(nowhere.headerReads()).isZero();
    assertThat(allocatedBy(table, get("a.b.w1234.test/t/7/1234").header("x-on", "1"))).isZero();
  }

  /** Bytes a look-up, once all classes are loaded. */
  private static long allocatedBy(RouteTable table, AskedHead head) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int rounds = 1_000;
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 5; attempt++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < rounds; i++) {
        table.find(head);
      }
      // The head that the test makes up lower-cases a name; it is lower already, so that is free.
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return least / rounds;
  }

  private static void add(StringBuilder yaml, String name, String match) {
    yaml.append("  - {name: ")
        .append(name)
        .append(", match: {")
        .append(match)
        .append(", headers: {x-on: \"1\"}}, to: a}\n");
  }

  @Test
  void keepsALinearTimeWithPatternsThatAreMeantToExplode() {
    RouteTable table = table("routes:\n  - {name: r, match: {regex: \"/(a+)+\"}, to: a}\n");
    String path = "/" + "a".repeat(5_000);
    assertThat(name(table, get("h" + path))).isEqualTo("r");
    // 2^5000 steps where a pattern is tried by going back.
    assertThat(table.find(get("h" + path + "!"))).isNull();
  }

  private static RouteTable table(String yaml) {
    return RouteTable.of(RouteSettings.plans(yaml), new Parts(null, null, null));
  }

  private static AskedHead get(String url) {
    return new AskedHead("GET", url);
  }

  private static String name(RouteTable table, AskedHead head) {
    Route route = table.find(head);
    return route == null ? null : route.name();
  }
}
