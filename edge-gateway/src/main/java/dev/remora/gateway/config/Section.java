package dev.remora.gateway.config;

import dev.remora.core.config.Problems;
import dev.remora.core.config.Type;
import dev.remora.core.config.Words;
import dev.remora.core.config.YamlNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A map of settings in a YAML file, read key by key. Each problem is one line that names the place
 * (file, line, column), the key, the value and what is allowed; reading goes on with the default.
 *
 * <p>After the last key was asked for, {@link #end} tells of keys that nobody asked for.
 */
public final class Section {
  private final YamlNode node;
  private final String place;

  /** What is there is no map, which has been told. */
  private final boolean broken;

  private final String path;
  private final Problems problems;
  private final Set<String> asked = new HashSet<>();

  /**
   * The settings in {@code node}.
   *
   * @param node null: nothing is set
   * @param path the keys that lead here, for example {@code routes[0].match}; empty at the top
   */
  public Section(YamlNode node, String path, Problems problems) {
    boolean map = node == null || node.isEmpty() || node.entries() != null;
    if (!map) {
      problems.add(node.place() + ": " + path + ": is not a map; allowed: a map of settings");
    }
    this.node = map ? node : null;
    this.place = node == null ? "" : node.place();
    this.broken = !map;
    this.path = path;
    this.problems = problems;
  }

  /** The keys that lead here. */
  public String path() {
    return path;
  }

  /** Where it stands, {@code file:line:column}; empty if nothing is set. */
  public String place() {
    return place;
  }

  /** Where problems go. */
  public Problems problems() {
    return problems;
  }

  /** Notes a problem with the value under {@code key}, or with all of it where that is not set. */
  public void problem(String key, String what) {
    YamlNode value = node == null ? null : node.get(key);
    String place = value != null ? value.place() : place();
    problems.add(place + ": " + below(key) + ": " + what);
  }

  /** Whether anything is set under {@code key}, which counts as asked for. */
  public boolean has(String key) {
    return take(key) != null;
  }

  /** The keys that are set. */
  public List<String> keys() {
    List<String> keys = new ArrayList<>();
    if (node != null && node.entries() != null) {
      for (YamlNode.Entry entry : node.entries()) {
        keys.add(entry.key());
      }
    }
    return keys;
  }

  /** The value under {@code key} as it stands in the file, or null. */
  public YamlNode node(String key) {
    return take(key);
  }

  /** The value under {@code key}; the default where nothing is set, and after a problem. */
  public <T> T value(String key, Type<T> type, T byDefault) {
    YamlNode value = take(key);
    if (value == null) {
      return byDefault;
    }
    T read = read(value, below(key), type);
    return read == null ? byDefault : read;
  }

  /** The value under {@code key}, which must be set; null after a problem. */
  public <T> T required(String key, Type<T> type) {
    if (broken) {
      return null;
    }
    if (take(key) == null) {
      problems.add(place() + ": " + path + ": " + key + " is missing; allowed: " + type.allowed());
      return null;
    }
    return value(key, type, null);
  }

  /** The values under {@code key}: a list, or a single one; empty where nothing is set. */
  public <T> List<T> values(String key, Type<T> type) {
    List<T> values = new ArrayList<>();
    YamlNode value = take(key);
    if (value != null) {
      for (YamlNode item : value.items() != null ? value.items() : List.of(value)) {
        T read = read(item, below(key), type);
        if (read != null) {
          values.add(read);
        }
      }
    }
    return List.copyOf(values);
  }

  /** The settings under {@code key}; of nothing where it is not set. */
  public Section section(String key) {
    asked.add(key);
    return new Section(node == null ? null : node.get(key), below(key), problems);
  }

  /** What {@code reader} makes of the settings under {@code key}; null where it is not set. */
  public <T> T optional(String key, Function<Section, T> reader) {
    YamlNode value = take(key);
    if (value == null) {
      return null;
    }
    Section section = new Section(value, below(key), problems);
    T read = reader.apply(section);
    section.end();
    return read;
  }

  /** What {@code reader} makes of each map in the list under {@code key}. */
  public <T> List<T> sections(String key, Function<Section, T> reader) {
    List<T> all = new ArrayList<>();
    YamlNode value = take(key);
    if (value == null) {
      return all;
    }
    if (value.items() == null) {
      problems.add(value.place() + ": " + below(key) + ": is not a list; allowed: a list of maps");
      return all;
    }
    for (int i = 0; i < value.items().size(); i++) {
      Section section = new Section(value.items().get(i), below(key) + "[" + i + "]", problems);
      T read = reader.apply(section);
      section.end();
      if (read != null) {
        all.add(read);
      }
    }
    return all;
  }

  /** Tells of the keys that are set and that nobody asked for. */
  public void end() {
    if (node == null || node.entries() == null) {
      return;
    }
    for (YamlNode.Entry entry : node.entries()) {
      if (!asked.contains(entry.key())) {
        String nearest = Words.nearest(entry.key(), asked);
        problems.add(
            entry.place()
                + ": "
                + below(entry.key())
                + ": unknown key; "
                + (nearest == null
                    ? "allowed: " + Words.join(asked.stream().sorted().toList())
                    : "did you mean " + below(nearest) + "?"));
      }
    }
  }

  private YamlNode take(String key) {
    asked.add(key);
    YamlNode value = node == null ? null : node.get(key);
    return value == null || value.isEmpty() ? null : value;
  }

  private String below(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private <T> T read(YamlNode value, String key, Type<T> type) {
    if (value.text() == null) {
      problems.add(
          value.place() + ": " + key + ": is not a single value; allowed: " + type.allowed());
      return null;
    }
    try {
      return type.parse(value.text());
    } catch (Type.BadValue e) {
      problems.add(
          value.place()
              + ": "
              + key
              + ": "
              + value.quoted()
              + " "
              + e.getMessage()
              + "; allowed: "
              + type.allowed());
      return null;
    }
  }
}
