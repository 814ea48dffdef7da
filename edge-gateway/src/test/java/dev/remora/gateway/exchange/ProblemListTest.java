package dev.remora.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/gateway/errors.md lists exactly the problems that the sources declare. */
class ProblemListTest {
  private static final Pattern DECLARED =
      Pattern.compile(
          "\\bProblem\\s*\\.of\\(\\s*(?:(\\d{3}),\\s*\"([a-z0-9-]+)\",\\s*\"([^\"]+))?");
  private static final Pattern LISTED = Pattern.compile("(?m)^\\| `([a-z0-9-]+)` \\| (\\d{3}) \\|");

  @Test
  void isComplete() throws IOException {
    assertThat(listed()).isEqualTo(declared());
  }

  private static Map<String, String> declared() throws IOException {
    Map<String, String> declared = new TreeMap<>();
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
    }
    for (Path source : sources) {
      Matcher problem = DECLARED.matcher(Files.readString(source));
      while (problem.find()) {
        assertThat(problem.group(1))
            .as("status, code and detail are written where they are declared: " + source)
            .isNotNull();
        String before = declared.put(problem.group(2), problem.group(1));
        assertThat(before == null || before.equals(problem.group(1)))
            .as(problem.group(2) + " has one status")
            .isTrue();
      }
    }
    assertThat(declared).hasSizeGreaterThan(20);
    return declared;
  }

  private static Map<String, String> listed() throws IOException {
    Map<String, String> listed = new TreeMap<>();
    Matcher row = LISTED.matcher(Files.readString(Path.of("../docs/gateway/errors.md")));
    while (row.find()) {
      assertThat(listed.put(row.group(1), row.group(2))).as(row.group(1) + " twice").isNull();
    }
    return listed;
  }
}
