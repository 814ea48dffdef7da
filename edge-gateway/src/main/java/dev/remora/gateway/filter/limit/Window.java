package dev.remora.gateway.filter.limit;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * A day or a month of the calendar, in UTC.
 *
 * @param name of this one, for example {@code 2026-11-28} or {@code 2026-11}
 * @param start in seconds since 1970
 * @param end when the next one begins, in seconds since 1970
 */
record Window(String name, long start, long end) {
  /** How long a window is. */
  enum Period {
    /** From midnight to midnight. */
    DAY {
      @Override
      Window at(long epochSecond) {
        LocalDate day = date(epochSecond);
        return new Window(day.toString(), second(day), second(day.plusDays(1)));
      }
    },

    /** From the first to the first. */
    MONTH {
      @Override
      Window at(long epochSecond) {
        LocalDate first = date(epochSecond).withDayOfMonth(1);
        String name = first.toString().substring(0, "2026-11".length());
        return new Window(name, second(first), second(first.plusMonths(1)));
      }
    };

    /** The window that holds a moment, in seconds since 1970. */
    abstract Window at(long epochSecond);

    private static LocalDate date(long epochSecond) {
      return Instant.ofEpochSecond(epochSecond).atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private static long second(LocalDate date) {
      return date.atStartOfDay().toEpochSecond(ZoneOffset.UTC);
    }
  }

  /** Seconds from its beginning to its end. */
  long seconds() {
    return end - start;
  }
}
