package dev.remora.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.gateway.testing.RouteSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator is told of a match that is wrong. */
class BadMatchTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hosts: [shop.*.com]|2:31: routes[0].match.hosts: \"shop.*.com\" is not a host name",
        "path: users|2:29: routes[0].match.path: \"users\" is not a path in its plain form",
        "path: /a/../b|2:29: routes[0].match.path: \"/a/../b\" is not a path in its plain form",
        "prefix: /a//b|2:31: routes[0].match.prefix: \"/a//b\" is not a path in its plain form",
        "regex: '/a(b'|2:30: routes[0].match.regex: \"/a(b\" is no regular expression: missing",
        "template: '/a/{b'|2:33: routes[0].match.template: \"/a/{b\" has braces that name no",
        "template: '/a/x{b}'|2:33: routes[0].match.template: \"/a/x{b}\" has a name for a part",
        "template: '/{a}/{a}'|2:33: routes[0].match.template: \"/{a}/{a}\" has two segments",
        "template: '/{*a}/b'|2:33: routes[0].match.template: \"/{*a}/b\" goes on after {*...}",
        "path: /a, prefix: /b|2:41: routes[0].match.prefix: the path is matched in another way",
        "methods: [get]|2:33: routes[0].match.methods: \"get\" is not a method; allowed: method",
        "headers: {'x y': a}|2:40: routes[0].match.headers.x y: is not a header's name",
        "headers: {x: {regex: '['}}|2:44: routes[0].match.headers.x.regex: \"[\" is no regular",
        "headers: {x: {exact: a, present: true}}|2:36: routes[0].match.headers.x: sets 2 cond",
        "headers: {x: {like: a}}|2:37: routes[0].match.headers.x.like: unknown key",
        "headers: {x: }|routes[0].match.headers.x: is empty; allowed: a value, or",
        "query: a|2:30: routes[0].match.query: is not a map; allowed: a map of settings",
        "clients: [10.0.0.0/33]|2:33: routes[0].match.clients: \"10.0.0.0/33\" is no range",
        "paht: /a|2:23: routes[0].match.paht: unknown key; did you mean routes[0].match.path?"
      })
  void isOneLine(String match, String line) {
    assertThat(RouteSettings.problems("routes:\n  - {name: a, match: {" + match + "}, to: a}\n"))
        .anySatisfy(told -> assertThat(told).startsWith("gateway.yaml:").contains(line));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "path: /a|path: /a|",
        "prefix: /a|prefix: /a/|",
        "template: '/{a}/x'|template: '/{b}/x'|",
        "regex: '/a+'|regex: '/a+'|",
        "hosts: [a.test, b.test]|hosts: [c.test, b.test]| for b.test",
        "methods: [GET, POST]|methods: [POST]| with POST",
        "headers: {a: b, c: d}|headers: {C: d, A: b}|",
        "clients: [10.0.0.0/8]|clients: [10.0.0.0/8]|"
      })
  void isASecondOfTheSame(String one, String other, String what) {
    String yaml =
        "routes:\n"
            + ("  - {name: a, match: {" + one + "}, to: a}\n")
            + ("  - {name: b, match: {" + other + "}, to: a}\n");
    assertThat(RouteSettings.problems(yaml))
        .containsExactly(
            "gateway.yaml:3:5: match: all that it takes"
                + (what == null ? "" : " " + what.trim())
                + " is taken by the route at gateway.yaml:2:5 a; allowed: each match once");
  }

  @Test
  void isASecondOfTheSameName() {
    assertThat(
            RouteSettings.problems(
                """
                routes:
                  - {name: a, match: {path: /a}, to: a}
                  - {name: a, match: {path: /b}, to: a}
                """))
        .containsExactly(
            "gateway.yaml:3:5: name: \"a\" is the name of the route at gateway.yaml:2:5;"
                + " allowed: names of one route each");
  }

  @Test
  void isWhatIsExposedAlready() {
    assertThat(
            RouteSettings.problems(
                "routes:\n  - {name: a, match: {prefix: /orders}, to: a}\nexpose: [orders]\n"))
        .containsExactly(
            "gateway.yaml:3:10: match: all that it takes is taken by the route at"
                + " gateway.yaml:2:5 a; allowed: each match once");
    assertThat(RouteSettings.problems("expose: [or ders]\n"))
        .containsExactly(
            "gateway.yaml:1:10: expose[0]: \"or ders\" is not a service's name; allowed: the name"
                + " of a service, or a map {service, prefix, hosts}");
    assertThat(RouteSettings.problems("expose: [{service: a, path: /x}]\n"))
        .containsExactly(
            "gateway.yaml:1:23: expose[0].path: unknown key; allowed: hosts, prefix, service");
  }
}
