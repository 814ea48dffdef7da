package dev.remora.it.contract.engine;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;

/** Where the engines are that {@code it-tests/engines/install} installed. */
public final class Engines {
  private Engines() {}

  /** The {@code consul} binary. */
  public static Path consul() {
    return engine("consul");
  }

  /** The {@code java} of a JDK. */
  public static Path java(int version) {
    return engine("jdk." + version).resolve("bin/java");
  }

  /** An engine: from {@code REMORA_CONSUL}, {@code REMORA_JDK_8}…, else as installed. */
  private static Path engine(String name) {
    String variable = "REMORA_" + name.toUpperCase(Locale.ROOT).replace('.', '_');
    String place = System.getenv(variable);
    if (place == null) {
      place = installed().getProperty(name);
    }
    if (place == null || !Files.exists(Path.of(place))) {
      throw new IllegalStateException(
          "no " + name + ": run it-tests/engines/install, or set " + variable);
    }
    return Path.of(place);
  }

  private static Properties installed() {
    Properties engines = new Properties();
    String home = System.getenv("REMORA_ENGINES");
    Path folder =
        home != null
            ? Path.of(home)
            : Path.of(System.getProperty("user.home"), ".cache", "remora", "engines");
    Path file = folder.resolve("engines.properties");
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        engines.load(reader);
      } catch (IOException e) {
        throw new IllegalStateException(file + " cannot be read", e);
      }
    }
    return engines;
  }
}
