package dev.remora.gateway.filter.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Days and months of the calendar. */
class WindowTest {
  @ParameterizedTest
  @CsvSource({
    "DAY, 2026-11-28T00:00:00Z, 2026-11-28, 2026-11-28T00:00:00Z, 2026-11-29T00:00:00Z",
    "DAY, 2026-12-31T23:59:59Z, 2026-12-31, 2026-12-31T00:00:00Z, 2027-01-01T00:00:00Z",
    "MONTH, 2026-11-28T12:00:00Z, 2026-11, 2026-11-01T00:00:00Z, 2026-12-01T00:00:00Z",
    "MONTH, 2026-12-31T23:59:59Z, 2026-12, 2026-12-01T00:00:00Z, 2027-01-01T00:00:00Z",
    "MONTH, 2028-02-29T12:00:00Z, 2028-02, 2028-02-01T00:00:00Z, 2028-03-01T00:00:00Z",
  })
  void holdsAMoment(Window.Period period, Instant moment, String name, Instant start, Instant end) {
    assertThat(period.at(moment.getEpochSecond()))
        .isEqualTo(new Window(name, start.getEpochSecond(), end.getEpochSecond()));
  }
}
