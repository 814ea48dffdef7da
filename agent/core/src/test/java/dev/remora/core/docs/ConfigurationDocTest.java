package dev.remora.core.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.remora.core.Validation;
import dev.remora.core.config.Config;
import dev.remora.core.config.ConfigException;
import dev.remora.core.config.Schema;
import dev.remora.core.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pages say of the settings is what the agent does. */
class ConfigurationDocTest {
  private static final String PAGE = "docs/configuration.md";

  /** One setting, in any of the spellings that fit into a command line. */
  private static final Pattern SPELLING =
      Pattern.compile(
          "-Dremora\\.[a-z.-]+=[^\\s`]+|REMORA_[A-Z_]+=[^\\s`]+|"
              + "-javaagent:(\\S*/)?remora-agent\\.jar=[^\\s`]+");

  @TempDir Path folder;

  @Test
  void theTableIsTheSchema() throws IOException {
    assertThat(table("## Settings")).isEqualTo(rows(Schema.settings()));
    assertThat(table("## Settings of a service")).isEqualTo(rows(Schema.serviceSettings()));
  }

  private static String table(String heading) throws IOException {
    return Docs.section(PAGE, heading)
        .lines()
        .filter(line -> line.startsWith("|"))
        .skip(2)
        .collect(Collectors.joining("\n"));
  }

  private static String rows(List<Setting<?>> settings) {
    return settings.stream()
        .map(
            setting ->
                String.format(
                    "| `%s` | %s | %s | %s | %s |",
                    setting.key(),
                    byDefault(setting.byDefault()),
                    setting.isLive() ? "live" : "restart",
                    setting.doc(),
                    setting.allowed()))
        .collect(Collectors.joining("\n"));
  }

  private static String byDefault(Object value) {
    if (value == null || List.of().equals(value)) {
      return "none";
    }
    if (value instanceof Duration duration) {
      long seconds = duration.toSeconds();
      return "`"
          + (duration.toMillis() % 1000 != 0
              ? duration.toMillis() + "ms"
              : seconds % 3_600 == 0 && seconds > 0
                  ? duration.toHours() + "h"
                  : seconds % 60 == 0 ? duration.toMinutes() + "m" : seconds + "s")
          + "`";
    }
    if (value instanceof Enum<?> constant) {
      return "`" + constant.name().toLowerCase(Locale.ROOT).replace('_', '-') + "`";
    }
    if (value instanceof List<?> list) {
      return list.stream().map(item -> "`" + item + "`").collect(Collectors.joining(", "));
    }
    return "`" + value + "`";
  }

  @Test
  void yamlExamplesAreValid() throws IOException {
    List<String> examples = new ArrayList<>();
    for (Path page : Docs.pages()) {
      // What the gateway's pages show is the gateway's to check.
      if (!page.toString().contains("/docs/gateway")) {
        examples.addAll(Docs.blocks(Docs.text(page), "yaml"));
      }
    }
    assertThat(examples).hasSizeGreaterThan(1);
    for (String example : examples) {
      Path file = Files.writeString(folder.resolve("example.yaml"), example);
      assertThat(Validation.problems(file.toFile())).as(example).isEmpty();
    }
  }

  @Test
  void examplesOfOtherSpellingsAreValid() throws IOException {
    List<String> examples = new ArrayList<>();
    for (Path page : Docs.pages()) {
      String text = Docs.text(page);
      if (page.equals(Docs.ROOT.resolve(PAGE))) {
        text = text.replace(Docs.section(PAGE, "## Mistakes"), "");
      }
      examples.addAll(Docs.matches(SPELLING, text));
    }
    assertThat(examples).hasSizeGreaterThan(5);
    for (String example : examples) {
      assertThat(problem(example)).as(example).isNull();
    }
  }

  @Test
  void mistakesAreToldAsThePageSays() throws IOException {
    List<List<String>> mistakes = Docs.rows(Docs.section(PAGE, "## Mistakes"));
    assertThat(mistakes).hasSizeGreaterThan(3);
    for (List<String> mistake : mistakes) {
      assertThat("`" + problem(mistake.get(0).replace("`", "")) + "`").isEqualTo(mistake.get(1));
    }
  }

  /** What is wrong with a setting or, in YAML, a line {@code remora.yaml} consists of; or null. */
  private static String problem(String spelling) throws IOException {
    Properties properties = new Properties();
    Map<String, String> environment = new HashMap<>();
    String arguments = null;
    Matcher pair = Pattern.compile("(?:-D)?(remora\\.[a-z.-]+|REMORA_\\w+)=(.*)").matcher(spelling);
    if (spelling.startsWith("-javaagent:")) {
      arguments = spelling.substring(spelling.indexOf('=') + 1);
    } else if (pair.matches()) {
      if (pair.group(1).startsWith("REMORA_")) {
        environment.put(pair.group(1), pair.group(2));
      } else {
        properties.setProperty(pair.group(1), pair.group(2));
      }
    } else {
      return problemOfYaml(spelling);
    }
    if (spelling.contains("config=") || spelling.contains("CONFIG=")) {
      // Names a file that is the reader's.
      return null;
    }
    String text = arguments;
    ConfigException e =
        catchThrowableOfType(
            ConfigException.class, () -> Config.load(text, properties, environment));
    return e == null ? null : e.getMessage();
  }

  private static String problemOfYaml(String line) throws IOException {
    Path file = Files.createTempDirectory("remora").resolve("remora.yaml");
    try {
      Files.writeString(file, line + "\n");
      List<String> problems = Validation.problems(file.toFile());
      return problems.isEmpty() ? null : problems.get(0).replace(file.toString(), "remora.yaml");
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(file.getParent());
    }
  }
}
