package dev.remora.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which form a client gets. */
class ProblemFormTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/* | JSON",
        "application/json | JSON",
        "application/problem+json, text/html;q=0.9 | JSON",
        "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8 | HTML",
        "TEXT/HTML | HTML",
        "text/plain | TEXT",
        "text/plain;q=0.5, text/html;q=0.4 | TEXT",
        "text/*, application/json;q=0.1 | HTML",
        "text/html;q=0, */* | JSON",
        "application/json;q=0, text/plain;q=0.001 | TEXT",
        "image/png | JSON",
        "text/html;q=nonsense | HTML",
        "'' | JSON",
        ", ;q=1, / | JSON",
      })
  void isTheOneThatTheClientLikesBest(String accept, ProblemForm form) {
    assertThat(ProblemForm.of(accept)).isEqualTo(form);
  }
}
