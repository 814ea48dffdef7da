package dev.remora.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.config.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the gateway's pages show holds. */
class GatewayDocTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\\n(.*?)^```$");

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(DOCS.resolve("gateway.md")));
    try (Stream<Path> files = Files.list(DOCS.resolve("gateway"))) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages;
  }

  @Test
  void yamlExamplesAreValid() throws IOException {
    int examples = 0;
    for (Path page : pages()) {
      for (String yaml :
          YAML.matcher(Files.readString(page)).results().map(block -> block.group(1)).toList()) {
        examples++;
        Problems problems = Problems.all();
        GatewayConfig.read(
            page.getFileName().toString(),
            yaml.getBytes(StandardCharsets.UTF_8),
            new Properties(),
            Map.of(),
            problems);
        // The operator's own files are not on this machine.
        assertThat(problems.lines())
            .as(yaml)
            .allMatch(line -> line.endsWith(": no such file") || line.contains(": can't be read;"));
      }
    }
    assertThat(examples).isGreaterThan(5);
  }

  @Test
  void everyPageIsListed() throws IOException {
    String index = Files.readString(DOCS.resolve("gateway.md"));
    for (Path page : pages().subList(1, pages().size())) {
      assertThat(index).contains("(gateway/" + page.getFileName() + ")");
    }
  }
}
