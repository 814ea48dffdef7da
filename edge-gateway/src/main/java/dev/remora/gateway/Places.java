package dev.remora.gateway;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sorts lines about a file, {@code file:line:column: ...}, by place. */
final class Places {
  private Places() {}

  static List<String> sorted(List<String> lines, String file) {
    Pattern place = Pattern.compile(Pattern.quote(file) + ":(\\d{1,9}):(\\d{1,9}): .*");
    return lines.stream()
        .sorted(
            Comparator.comparingInt((String line) -> number(place, line, 1))
                .thenComparingInt(line -> number(place, line, 2)))
        .toList();
  }

  private static int number(Pattern place, String line, int group) {
    Matcher matcher = place.matcher(line);
    return matcher.matches() ? Integer.parseInt(matcher.group(group)) : 0;
  }
}
