package dev.remora.core.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The settings of a YAML file; dotted keys may be nested. */
final class YamlLayer {
  private final Layer layer = new Layer();
  private final Map<String, String> seen = new HashMap<>();
  private final Set<String> others;
  private final Problems problems;

  private YamlLayer(Set<String> others, Problems problems) {
    this.others = others;
    this.problems = problems;
  }

  /**
   * The settings below {@code root}.
   *
   * @param others keys beside them that somebody else reads
   */
  static Layer read(YamlNode root, Set<String> others, Problems problems) {
    YamlLayer reader = new YamlLayer(others, problems);
    if (root != null && !root.isEmpty()) {
      if (root.entries() == null) {
        problems.add(
            root.place() + ": is not a map of settings; allowed: " + Words.join(reader.known("")));
      } else {
        reader.settings(root, "");
      }
    }
    return reader.layer;
  }

  private void settings(YamlNode map, String prefix) {
    for (YamlNode.Entry entry : map.entries()) {
      String key = prefix + entry.key();
      if (others.contains(key)) {
        continue;
      }
      String before = seen.put(key, entry.place());
      if (before != null) {
        problems.add(
            entry.place() + ": " + key + ": is already set at " + before + "; allowed: once");
        continue;
      }
      Setting<?> setting = Layer.find(Schema.settings(), key);
      if (setting == Schema.CONFIG) {
        problems.add(
            entry.place()
                + ": config: can't be set in the file it names; allowed: -D"
                + setting.property()
                + ", "
                + setting.variable()
                + ", agent argument config");
      } else if (setting != null) {
        put(layer.values(), setting, key, entry.value());
      } else if (key.equals(Schema.SERVICES)) {
        services(entry.value());
      } else if (!below(Schema.settings(), key + ".").isEmpty()) {
        group(entry.value(), key, below(Schema.settings(), key + "."));
        if (entry.value().entries() != null) {
          settings(entry.value(), key + ".");
        }
      } else {
        unknown(entry, key, prefix);
      }
    }
  }

  private void services(YamlNode map) {
    if (map.isEmpty()) {
      return;
    }
    if (map.entries() == null) {
      problems.add(
          map.place() + ": services: is not a map; allowed: service names, each with its settings");
      return;
    }
    for (YamlNode.Entry service : map.entries()) {
      String path = Schema.SERVICES + "." + service.key();
      Map<Setting<?>, Raw> values = layer.service(service.key());
      YamlNode settings = service.value();
      if (settings.isEmpty()) {
        continue;
      }
      if (settings.entries() == null) {
        problems.add(
            settings.place()
                + ": "
                + path
                + ": is not a map; allowed: "
                + Words.join(Layer.keys(Schema.serviceSettings())));
        continue;
      }
      service(settings, path + ".", "", values);
    }
  }

  private void service(YamlNode map, String path, String prefix, Map<Setting<?>, Raw> values) {
    for (YamlNode.Entry entry : map.entries()) {
      String key = prefix + entry.key();
      String before = seen.put(path + key, entry.place());
      Setting<?> setting = Layer.find(Schema.serviceSettings(), key);
      List<String> below = below(Schema.serviceSettings(), key + ".");
      if (before != null) {
        problems.add(
            entry.place()
                + ": "
                + path
                + key
                + ": is already set at "
                + before
                + "; allowed: once");
      } else if (setting != null) {
        put(values, setting, path + key, entry.value());
      } else if (below.isEmpty()) {
        problems.add(
            unknown(
                entry.place(),
                path + key,
                entry.key(),
                path + prefix,
                below(Schema.serviceSettings(), prefix)));
      } else {
        group(entry.value(), path + key, below);
        if (entry.value().entries() != null) {
          service(entry.value(), path, key + ".", values);
        }
      }
    }
  }

  /** Tells when what should be a map of the settings {@code below} is something else. */
  private void group(YamlNode value, String key, List<String> below) {
    if (value.entries() == null && !value.isEmpty()) {
      problems.add(value.place() + ": " + key + ": is not a map; allowed: " + Words.join(below));
    }
  }

  private void put(Map<Setting<?>, Raw> values, Setting<?> setting, String key, YamlNode value) {
    String label = value.place() + ": " + key;
    if (value.entries() != null) {
      problems.add(label + ": is a map where a value is needed" + setting.allowedIs());
    } else if (value.items() != null) {
      List<Raw> items = new ArrayList<>();
      for (YamlNode item : value.items()) {
        if (item.text() == null) {
          problems.add(item.place() + ": " + key + ": is not a single value" + setting.allowedIs());
        } else {
          items.add(Raw.text(item.place() + ": " + key, item.text()));
        }
      }
      values.put(setting, Raw.list(label, items));
    } else {
      values.put(setting, Raw.text(label, value.text()));
    }
  }

  private void unknown(YamlNode.Entry entry, String key, String prefix) {
    problems.add(unknown(entry.place(), key, entry.key(), prefix, known(prefix)));
  }

  private List<String> known(String prefix) {
    List<String> known = below(Schema.settings(), prefix);
    if (prefix.isEmpty()) {
      known.remove(Schema.CONFIG.key());
      known.add(Schema.SERVICES);
      known.addAll(others);
    }
    return known;
  }

  private static String unknown(
      String place, String path, String key, String prefix, List<String> known) {
    String nearest = Words.nearest(key, known);
    return place
        + ": "
        + path
        + ": unknown key; "
        + (nearest == null
            ? "allowed: " + Words.join(known)
            : "did you mean " + prefix + nearest + "?");
  }

  private static List<String> below(List<Setting<?>> settings, String prefix) {
    List<String> keys = new ArrayList<>();
    for (Setting<?> setting : settings) {
      if (setting.key().startsWith(prefix)) {
        keys.add(setting.key().substring(prefix.length()));
      }
    }
    return keys;
  }
}
