package dev.remora.core;

import dev.remora.core.config.Config;
import dev.remora.core.config.FileContent;
import dev.remora.core.config.Problems;
import dev.remora.core.config.Yaml;
import dev.remora.core.config.YamlNode;
import dev.remora.core.discovery.file.EndpointsFile;
import java.io.File;
import java.io.IOException;
import java.util.List;

/** Checks a YAML file before a process depends on it. */
public final class Validation {
  private Validation() {}

  /**
   * All that is wrong in {@code file}, one line each; empty: it is good. A file with {@code
   * endpoints:} at its top is one of endpoints for the {@code file:} registry, any other one of
   * settings.
   */
  public static List<String> problems(File file) {
    Problems problems = Problems.all();
    String label = file.getPath();
    byte[] content;
    try {
      content = FileContent.read(file);
    } catch (IOException e) {
      problems.add(label + ": can't be read: " + e.getMessage());
      return problems.lines();
    }
    YamlNode root = Yaml.parse(label, content, problems);
    if (root != null && root.get(EndpointsFile.TOP) != null) {
      EndpointsFile.read(root, label, problems);
    } else if (root != null) {
      Config.check(root, problems);
    }
    return problems.lines();
  }
}
