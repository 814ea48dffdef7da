package dev.remora.it.contract.cell;

import dev.remora.it.app.Main;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jboss.shrinkwrap.resolver.api.maven.Maven;

/** The application's class path: its own classes and one version of one client. */
final class Jars {
  private Jars() {}

  static String classPath(Cell cell) {
    Set<String> path = new LinkedHashSet<>();
    path.add(location(Main.class.getName()));
    path.add(location(cell.client().driver()));
    for (File jar : resolve(cell.version().artifacts())) {
      path.add(jar.getPath());
    }
    return String.join(File.pathSeparator, path);
  }

  private static synchronized List<File> resolve(List<String> artifacts) {
    if (artifacts.isEmpty()) {
      return List.of();
    }
    return new ArrayList<>(
        Arrays.asList(Maven.resolver().resolve(artifacts).withTransitivity().asFile()));
  }

  /** The folder or jar that holds a class, which is not loaded: it may need a client. */
  private static String location(String type) {
    String file = type.replace('.', '/') + ".class";
    URL url = Jars.class.getClassLoader().getResource(file);
    if (url == null) {
      throw new IllegalStateException(type + " is in none of the modules of it-tests");
    }
    try {
      if (url.getProtocol().equals("jar")) {
        String path = url.getPath();
        return Path.of(new URL(path.substring(0, path.indexOf('!'))).toURI()).toString();
      }
      String path = Path.of(url.toURI()).toString();
      return path.substring(0, path.length() - file.length() - 1);
    } catch (URISyntaxException | MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }
}
