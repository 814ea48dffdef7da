package dev.remora.core.testing;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;

/**
 * The real programs that tests run against: environment {@code REMORA_CONSUL}, {@code REMORA_JDK_8}
 * …, else {@code engines.properties} in {@code REMORA_ENGINES} or {@code ~/.cache/remora/engines}.
 */
public final class Engines {
  private Engines() {}

  /**
   * Path of an engine.
   *
   * @param name {@code consul}, {@code jdk.8}, …
   * @throws AssertionError if it isn't there, saying how to install it
   */
  public static Path path(String name) {
    String variable = "REMORA_" + name.toUpperCase(Locale.ROOT).replace('.', '_');
    String value = System.getenv(variable);
    if (value == null) {
      value = properties().getProperty(name);
    }
    if (value == null || !Files.exists(Path.of(value))) {
      throw new AssertionError(
          "no "
              + name
              + " to test against: run it-tests/engines/install "
              + name.replace('.', '-')
              + ", or set "
              + variable);
    }
    return Path.of(value);
  }

  /** The {@code java} of the JDK of a feature release. */
  public static Path java(int release) {
    return path("jdk." + release).resolve("bin").resolve("java");
  }

  private static Properties properties() {
    String folder = System.getenv("REMORA_ENGINES");
    Path base =
        folder == null
            ? Path.of(System.getProperty("user.home"), ".cache", "remora", "engines")
            : Path.of(folder);
    Properties properties = new Properties();
    Path file = base.resolve("engines.properties");
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        properties.load(reader);
      } catch (IOException e) {
        throw new AssertionError(file + " can't be read", e);
      }
    }
    return properties;
  }
}
