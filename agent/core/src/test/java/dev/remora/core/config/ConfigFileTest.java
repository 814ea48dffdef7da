package dev.remora.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.LogLines;
import dev.remora.core.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
  @TempDir Path folder;

  private final LogLines log = new LogLines(Log.Level.INFO);
  private final List<Config> changes = new ArrayList<>();
  private Path file;
  private ConfigFile watched;

  private void start(String yaml) throws IOException {
    file = Files.writeString(folder.resolve("remora.yaml"), yaml);
    Config config = Config.load("config=" + file, new Properties(), Map.of());
    watched = new ConfigFile(config, log.log(), changes::add);
  }

  private void edit(String yaml) throws IOException {
    Files.writeString(file, yaml);
    watched.poll();
    watched.poll();
  }

  private List<String> lines() {
    return log.lines().stream().map(line -> line.replace(folder + "/", "")).toList();
  }

  @Test
  void makesSettingsOfAGoodEdit() throws IOException {
    start("log: info");
    edit("log: debug");

    assertThat(changes).singleElement().extracting(Config::log).isEqualTo(Log.Level.DEBUG);
    assertThat(watched.problem()).isNull();
    assertThat(lines()).containsExactly("remora.yaml: the new content is in use");
  }

  @Test
  void tellsWhereABadEditIsBad() throws IOException {
    start("log: info");
    edit("log: info\nexclude: [a b]\n");

    String line =
        "remora.yaml:2:11: exclude: \"a b\" is not a name; allowed: service names, the last"
            + " character may be *";
    assertThat(changes).isEmpty();
    assertThat(watched.problem()).isEqualTo(folder + "/" + line);
    assertThat(lines()).containsExactly(line + " (what was read before stays in use)");
  }

  @Test
  void saysWhatNeedsARestart() throws IOException {
    start("registry: dir:a");
    edit("{registry: 'dir:b', exclude: [x]}");
    edit("{registry: 'dir:b', exclude: [y]}");
    edit("{registry: 'dir:a', exclude: [y]}");

    assertThat(lines())
        .containsExactly(
            "remora.yaml: registry has changed and takes effect after a restart",
            "remora.yaml: the new content is in use",
            "remora.yaml: the new content is in use",
            "remora.yaml: the new content is in use");
    assertThat(changes).hasSize(3);
  }
}
