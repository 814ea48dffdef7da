package dev.remora.it.inbound;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.tools.ToolProvider;
import org.jboss.shrinkwrap.resolver.api.maven.Maven;

/** Makes the application of each server out of the same sources. */
final class Apps {
  private static final Path CLASSES = Path.of("target", "classes");
  private static final Map<String, String> MADE = new ConcurrentHashMap<>();

  private Apps() {}

  /** Its class path. */
  static String classPath(ServerUnderTest server) throws IOException {
    String path = MADE.get(server.name());
    if (path == null) {
      path = server.main() == null ? CLASSES.toString() : make(server);
      MADE.put(server.name(), path);
    }
    return path;
  }

  private static String make(ServerUnderTest server) throws IOException {
    List<String> path = new ArrayList<>(List.of(CLASSES.toString()));
    File[] jars = Maven.resolver().resolve(server.artifact()).withTransitivity().asFile();
    Arrays.stream(jars).map(File::getPath).forEach(path::add);
    String libraries = String.join(File.pathSeparator, path);
    Path out = Path.of("target", "apps", server.name().replaceAll("\\W+", "-"));
    compile(server, libraries, out);
    return out + File.pathSeparator + libraries;
  }

  private static void compile(ServerUnderTest server, String libraries, Path out)
      throws IOException {
    Path sources = Files.createDirectories(out.resolve("sources"));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--release",
                String.valueOf(Math.min(17, server.jdk())),
                "-Xlint:-options",
                "-proc:none",
                "-cp",
                libraries + File.pathSeparator + System.getProperty("bootstrap.classes"),
                "-d",
                out.toString()));
    for (String type : List.of("ProbeServlet", server.main())) {
      String text = Files.readString(Path.of("src", "test", "apps", type + ".java"));
      for (int i = 0; i < server.replaced().size(); i += 2) {
        text = text.replace(server.replaced().get(i), server.replaced().get(i + 1));
      }
      Path file = Files.writeString(sources.resolve(type + ".java"), text);
      arguments.add(file.toString());
    }
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    if (status != 0) {
      throw new IOException("the application for " + server + " does not compile");
    }
  }
}
