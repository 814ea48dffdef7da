package dev.remora.core.config;

import java.util.Collections;
import java.util.List;

/** A piece of a YAML file that knows where it stands. Exactly one of its three shapes is there. */
public final class YamlNode {
  private final String place;
  private final String text;
  private final List<YamlNode> items;
  private final List<Entry> entries;

  private YamlNode(String place, String text, List<YamlNode> items, List<Entry> entries) {
    this.place = place;
    this.text = text;
    this.items = items;
    this.entries = entries;
  }

  static YamlNode scalar(String place, String text) {
    return new YamlNode(place, text, null, null);
  }

  static YamlNode sequence(String place, List<YamlNode> items) {
    return new YamlNode(place, null, Collections.unmodifiableList(items), null);
  }

  static YamlNode mapping(String place, List<Entry> entries) {
    return new YamlNode(place, null, null, Collections.unmodifiableList(entries));
  }

  /** {@code file:line:column}, both counted from 1. */
  public String place() {
    return place;
  }

  /** The text of a scalar, empty where nothing is written; else null. */
  public String text() {
    return text;
  }

  /** The text in quotes, fit for an error line. */
  public String quoted() {
    return Words.quote(text);
  }

  /** The items of a list; else null. */
  public List<YamlNode> items() {
    return items;
  }

  /** The entries of a map, whose keys are unique; else null. */
  public List<Entry> entries() {
    return entries;
  }

  /** Whether nothing is written. */
  public boolean isEmpty() {
    return text != null && text.isEmpty();
  }

  /** The value under {@code key}, or null. */
  public YamlNode get(String key) {
    if (entries != null) {
      for (Entry entry : entries) {
        if (entry.key().equals(key)) {
          return entry.value();
        }
      }
    }
    return null;
  }

  /** A key, its place, and its value. */
  public static final class Entry {
    private final String place;
    private final String key;
    private final YamlNode value;

    Entry(String place, String key, YamlNode value) {
      this.place = place;
      this.key = key;
      this.value = value;
    }

    /** Where the key stands: {@code file:line:column}. */
    public String place() {
      return place;
    }

    /** The key. */
    public String key() {
      return key;
    }

    /** The value. */
    public YamlNode value() {
      return value;
    }
  }
}
