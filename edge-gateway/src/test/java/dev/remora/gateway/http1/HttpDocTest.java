package dev.remora.gateway.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.config.Problems;
import dev.remora.core.config.Yaml;
import dev.remora.gateway.config.Section;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of limits in docs/gateway/http.md is what the code reads. */
class HttpDocTest {
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([a-z-]+)` \\| (\\S+) to (\\S+) \\| (\\S+) \\|");

  private static ConnectionLimits read(String yaml, List<String> problems) {
    Problems told = Problems.all();
    byte[] bytes = yaml.getBytes(StandardCharsets.UTF_8);
    ConnectionLimits read =
        ConnectionLimits.read(new Section(Yaml.parse("http.yaml", bytes, told), "limits", told));
    problems.addAll(told.lines());
    return read;
  }

  @Test
  void itsRowsAreTheSettings() throws IOException {
    Matcher row = ROW.matcher(Files.readString(Path.of("../docs/gateway/http.md")));
    StringBuilder defaults = new StringBuilder();
    int rows = 0;
    while (row.find()) {
      rows++;
      defaults.append(row.group(1)).append(": ").append(row.group(4)).append('\n');
      for (String bound : List.of(row.group(2), row.group(3))) {
        List<String> problems = new ArrayList<>();
        read(row.group(1) + ": " + bound, problems);
        assertThat(problems).as(row.group()).isEmpty();
      }
      List<String> problems = new ArrayList<>();
      read(row.group(1) + ": never", problems);
      assertThat(problems).hasSize(1);
      assertThat(problems.get(0))
          .startsWith("http.yaml:1:" + (row.group(1).length() + 3) + ": limits." + row.group(1))
          .contains("\"never\"", "allowed: ");
    }
    assertThat(rows).isEqualTo(11);
    List<String> problems = new ArrayList<>();
    assertThat(read(defaults.toString(), problems)).isEqualTo(read("", problems));
    assertThat(problems).isEmpty();
  }
}
