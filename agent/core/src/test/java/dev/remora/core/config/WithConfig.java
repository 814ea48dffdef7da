package dev.remora.core.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.io.TempDir;

/** Loads settings from all the places where they can be set. */
abstract class WithConfig {
  @TempDir Path folder;

  final Properties properties = new Properties();

  Config load(String arguments, Map<String, String> environment) {
    return Config.load(arguments, properties, environment);
  }

  Config yaml(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("remora.yaml"), text);
    return load("config=" + file, Map.of());
  }
}
