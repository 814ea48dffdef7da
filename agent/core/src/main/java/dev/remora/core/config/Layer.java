package dev.remora.core.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one source sets: the agent arguments, the system properties, the environment or a file. */
final class Layer {
  /** How a source spells a key, for its error lines. */
  interface Spelling {
    /** For example {@code -Dremora.log} for {@code log}. */
    String of(String key);
  }

  private final Map<Setting<?>, Raw> values = new LinkedHashMap<>();
  private final Map<String, Map<Setting<?>, Raw>> services = new LinkedHashMap<>();

  Map<Setting<?>, Raw> values() {
    return values;
  }

  Map<String, Map<Setting<?>, Raw>> services() {
    return services;
  }

  Map<Setting<?>, Raw> service(String name) {
    Map<Setting<?>, Raw> values = services.get(name);
    if (values == null) {
      values = new LinkedHashMap<>();
      services.put(name, values);
    }
    return values;
  }

  /** Takes a value whose whole key is one string, as in all sources but YAML. */
  void put(String key, String text, Spelling spelling, Problems problems) {
    Raw raw = Raw.text(spelling.of(key), text);
    Setting<?> setting = find(Schema.settings(), key);
    if (setting != null) {
      values.put(setting, raw);
      return;
    }
    String services = Schema.SERVICES + ".";
    if (!key.startsWith(services)) {
      problems.add(unknown(key, Schema.settings(), spelling));
      return;
    }
    // A service's name may hold dots itself: the setting is what the key ends in.
    for (Setting<?> each : Schema.serviceSettings()) {
      String end = "." + each.key();
      if (key.endsWith(end) && key.length() > services.length() + end.length()) {
        service(key.substring(services.length(), key.length() - end.length())).put(each, raw);
        return;
      }
    }
    problems.add(
        spelling.of(key)
            + ": unknown setting; allowed: "
            + spelling.of(services + "NAME.")
            + Words.join(keys(Schema.serviceSettings())));
  }

  static Setting<?> find(List<Setting<?>> settings, String key) {
    for (Setting<?> setting : settings) {
      if (setting.key().equals(key)) {
        return setting;
      }
    }
    return null;
  }

  static String unknown(String key, List<Setting<?>> known, Spelling spelling) {
    List<String> keys = keys(known);
    String nearest = Words.nearest(key, keys);
    return spelling.of(key)
        + ": unknown setting; "
        + (nearest == null
            ? "allowed: " + Words.join(keys)
            : "did you mean " + spelling.of(nearest) + "?");
  }

  static List<String> keys(List<Setting<?>> settings) {
    List<String> keys = new ArrayList<>();
    for (Setting<?> setting : settings) {
      keys.add(setting.key());
    }
    return keys;
  }
}
