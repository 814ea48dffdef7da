package dev.remora.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where the build has put what is measured; the working directory is the project's root. */
final class Jars {
  private static final Path TARGET = Path.of("it-tests", "benchmarks", "target");

  private Jars() {}

  static String remora() throws IOException {
    return existing(Path.of("agent", "javaagent", "target", "remora-agent.jar"));
  }

  static String openTelemetry() throws IOException {
    return existing(TARGET.resolve("peers").resolve("opentelemetry-javaagent.jar"));
  }

  /** The class path of the small programs: these classes alone. */
  static String classes() throws IOException {
    return existing(TARGET.resolve("classes"));
  }

  /** The class path of the programs that use a client library. */
  static String classesAndLibraries() throws IOException {
    try (Stream<Path> jars = Files.list(TARGET.resolve("libraries"))) {
      return classes()
          + File.pathSeparator
          + jars.map(Path::toString).sorted().collect(Collectors.joining(File.pathSeparator));
    }
  }

  private static String existing(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new IOException(
          path + " is missing; run it-tests/benchmarks/run from the project's root");
    }
    return path.toAbsolutePath().toString();
  }
}
