package dev.remora.core.config;

import java.util.Properties;
import java.util.TreeSet;

/** The system properties that begin with {@code remora.}. */
final class SystemProperties implements Layer.Spelling {
  private static final String PREFIX = "remora.";

  private SystemProperties() {}

  static Layer read(Properties properties, Problems problems) {
    SystemProperties spelling = new SystemProperties();
    Layer layer = new Layer();
    // Sorted, so that of several problems it is always the same one that is told.
    for (String name : new TreeSet<>(properties.stringPropertyNames())) {
      String value = name.startsWith(PREFIX) ? properties.getProperty(name) : null;
      if (value != null) {
        layer.put(name.substring(PREFIX.length()), value, spelling, problems);
      }
    }
    return layer;
  }

  @Override
  public String of(String key) {
    return "-D" + PREFIX + key;
  }
}
