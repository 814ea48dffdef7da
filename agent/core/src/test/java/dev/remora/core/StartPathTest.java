package dev.remora.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.testing.Engines;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What loading the settings and starting a mesh make a JVM load, compared with the same program
 * doing neither: on Java 8, where nothing of this is loaded by the JVM itself.
 */
class StartPathTest {
  private static final String[] FORBIDDEN = {
    "java.nio.file.",
    "sun.nio.fs.",
    "java.util.logging.",
    "java.lang.management.",
    "javax.management.",
    "sun.security.jca.",
    "org.snakeyaml.",
    // Registries of the network cost what only they need.
    "dev.remora.core.discovery.consul.",
    "dev.remora.core.discovery.eureka.",
    "dev.remora.core.discovery.remote.",
    "dev.remora.core.transport.",
    "java.lang.invoke.LambdaForm"
  };

  private static final String PROGRAM =
      """
      import dev.remora.core.Mesh;
      import dev.remora.core.config.Config;
      import dev.remora.core.log.Log;

      public class Program {
        public static void main(String[] args) throws Exception {
          java.util.Properties properties = System.getProperties();
          java.util.Map<String, String> environment = System.getenv();
          if (args.length == 0) {
            return;
          }
          long start = System.nanoTime();
          Config config = Config.load(args[0], properties, environment);
          long loaded = System.nanoTime();
          if (args.length > 1) {
            Mesh.start(config, new Log(config.log(), System.err));
          }
          long started = System.nanoTime();
          System.err.println("load " + (loaded - start) / 1000 + " us, start "
              + (started - loaded) / 1000 + " us");
          // Until it has registered, on a thread of its own.
          while (args.length > 1 && isEmpty(new java.io.File(args[1]).list())) {
            Thread.sleep(10);
          }
        }

        private static boolean isEmpty(String[] files) {
          return files == null || files.length == 0;
        }
      }
      """;

  @TempDir Path folder;

  private Set<String> loaded(String... arguments) throws Exception {
    Path java = Engines.java(8);
    List<String> command =
        new ArrayList<>(
            List.of(
                java.toString(),
                "-verbose:class",
                "-cp",
                folder
                    + File.pathSeparator
                    + classes(Mesh.class)
                    + File.pathSeparator
                    + yamlEngine(),
                "Program"));
    command.addAll(Arrays.asList(arguments));
    Path out = folder.resolve("out");
    ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile());
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().keySet().removeIf(name -> name.startsWith("REMORA_"));
    Process process = builder.start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    return Files.readAllLines(out).stream()
        .filter(line -> line.startsWith("[Loaded "))
        .map(line -> line.split(" ", 3)[1])
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Path classes(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static Path yamlEngine() throws Exception {
    return classes(org.snakeyaml.engine.v2.api.LoadSettings.class);
  }

  private void compile() throws IOException {
    Path source = Files.writeString(folder.resolve("Program.java"), PROGRAM);
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "--release",
                "8",
                "-Xlint:-options",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString(),
                source.toString());
    assertThat(result).isZero();
  }

  private static List<String> forbidden(Set<String> loaded) {
    return loaded.stream()
        .filter(name -> Arrays.stream(FORBIDDEN).anyMatch(name::startsWith))
        .toList();
  }

  @Test
  void loadsNothingThatBelongsToTheApplication() throws Exception {
    compile();
    Set<String> without = loaded();
    String run = folder.resolve("run").toString();
    String settings = "registry=dir:" + run + ",register=orders:9001,exclude=a,b,log=info";

    Set<String> load = loaded(settings);
    load.removeAll(without);
    assertThat(load).contains("dev.remora.core.config.Config");
    assertThat(forbidden(load)).isEmpty();

    Set<String> start = loaded(settings, run);
    start.removeAll(without);
    assertThat(start).contains("dev.remora.core.Mesh", "dev.remora.core.discovery.file.DirWriter");
    assertThat(forbidden(start)).isEmpty();
    // A library that slips in brings hundreds; most of these are the JDK's time and concurrency.
    assertThat(start).hasSizeLessThan(400);
  }

  @Test
  void loadsTheYamlParserForAFile() throws Exception {
    compile();
    Path file =
        Files.write(folder.resolve("remora.yaml"), "log: info".getBytes(StandardCharsets.UTF_8));
    assertThat(loaded("config=" + file)).contains("org.snakeyaml.engine.v2.api.LoadSettings");
  }
}
