package dev.remora.core.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The environment variables that begin with {@code REMORA_}. An empty one counts as not set, as
 * shells and container tools produce them.
 *
 * <p>Not settings, and left alone: {@code REMORA_ENGINES}, {@code REMORA_CONSUL} and {@code
 * REMORA_JDK_*}, which name the engines of Remora's own tests; and the variables that Kubernetes
 * sets in every container for a service whose name begins with {@code remora}: {@code …_PORT},
 * {@code …_PORT_80_TCP…}, {@code …_SERVICE_HOST} and {@code …_SERVICE_PORT…}
 * (https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables).
 */
final class Environment {
  private static final String PREFIX = "REMORA_";

  private Environment() {}

  static Layer read(Map<String, String> environment, Problems problems) {
    Layer layer = new Layer();
    for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
      String name = variable.getKey();
      if (!name.startsWith(PREFIX) || variable.getValue().trim().isEmpty()) {
        continue;
      }
      Setting<?> setting = find(name);
      if (setting != null) {
        layer.values().put(setting, Raw.text(name, variable.getValue()));
      } else if (!isForeign(name, environment)) {
        problems.add(unknown(name));
      }
    }
    return layer;
  }

  private static Setting<?> find(String name) {
    for (Setting<?> setting : Schema.settings()) {
      if (setting.variable().equals(name)) {
        return setting;
      }
    }
    return null;
  }

  private static boolean isForeign(String name, Map<String, String> environment) {
    return name.equals("REMORA_ENGINES")
        || name.equals("REMORA_CONSUL")
        || name.startsWith("REMORA_JDK_")
        || isOfService(name, "_SERVICE_", environment)
        || isOfService(name, "_PORT", environment);
  }

  /** Whether {@code name} is a Kubernetes service's, followed by {@code suffix} and some rest. */
  private static boolean isOfService(String name, String suffix, Map<String, String> environment) {
    int end = name.lastIndexOf(suffix);
    for (; end > 0; end = name.lastIndexOf(suffix, end - 1)) {
      if (environment.containsKey(name.substring(0, end) + "_SERVICE_HOST")) {
        return true;
      }
    }
    return false;
  }

  private static String unknown(String name) {
    if (name.startsWith(PREFIX + "SERVICES_")) {
      return name
          + ": unknown variable; allowed: services in YAML or as -Dremora.services.NAME.KEY,"
          + " because a variable can't spell every name";
    }
    List<String> known = new ArrayList<>();
    for (Setting<?> setting : Schema.settings()) {
      known.add(setting.variable());
    }
    String nearest = Words.nearest(name, known);
    return name
        + ": unknown variable; "
        + (nearest == null ? "allowed: " + Words.join(known) : "did you mean " + nearest + "?");
  }
}
