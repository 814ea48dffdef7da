package dev.remora.core.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final long NOW = Instant.parse("1994-11-06T08:49:30Z").toEpochMilli();

  @Test
  void understandsSeconds() {
    assertThat(RetryAfter.millis("120", NOW)).isEqualTo(120_000);
    assertThat(RetryAfter.millis(" 0 ", NOW)).isZero();
    assertThat(RetryAfter.millis("99999999999999999999", NOW)).isEqualTo(Long.MAX_VALUE);
  }

  /** The three forms of RFC 9110, section 5.6.7. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994"
      })
  void understandsEveryFormOfADate(String date) {
    assertThat(RetryAfter.millis(date, NOW)).isEqualTo(7_000);
    assertThat(RetryAfter.millis(date, NOW + 60_000)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", "1.5", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov"})
  void whatMakesNoSenseIsNoHeader(String value) {
    assertThat(RetryAfter.millis(value, NOW)).isEqualTo(-1);
    assertThat(RetryAfter.millis(null, NOW)).isEqualTo(-1);
  }
}
