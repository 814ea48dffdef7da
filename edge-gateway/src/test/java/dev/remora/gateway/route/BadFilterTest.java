package dev.remora.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.gateway.testing.RouteSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** What an operator is told of a filter that is wrong. */
class BadFilterTest {
  /** Each line: the settings of a route, and what is to be said of them. */
  @ParameterizedTest
  @CsvFileSource(resources = "bad-filters.txt", delimiter = '|', quoteCharacter = '`')
  void isOneLine(String settings, String line) {
    assertThat(RouteSettings.problems("routes:\n  - {name: a, " + settings + "}\n"))
        .containsExactly("gateway.yaml:" + line);
  }

  @Test
  void isAsClearInTheDefaults() {
    assertThat(
            RouteSettings.problems(
                """
                defaults: {rewrite: {prefix: /a}, match: {prefix: /}}
                routes: [{name: a, to: a}]
                """))
        .containsExactly(
            "gateway.yaml:1:30: defaults.rewrite.prefix: replaces that of match.prefix, which is"
                + " not set; allowed: with it",
            "gateway.yaml:1:35: defaults.match: unknown key; allowed: "
                + String.join(", ", FilterTypes.keys()));
  }
}
