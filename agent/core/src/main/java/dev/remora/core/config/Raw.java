package dev.remora.core.config;

import java.util.ArrayList;
import java.util.List;

/** A value as it was written, and where: one text, or a list of a YAML file. */
final class Raw {
  private final String label;
  private final String text;
  private final List<Raw> items;

  private Raw(String label, String text, List<Raw> items) {
    this.label = label;
    this.text = text;
    this.items = items;
  }

  /**
   * One text.
   *
   * @param label how an error line begins: the place and the key, for example {@code -Dremora.log}
   */
  static Raw text(String label, String text) {
    return new Raw(label, text.trim(), null);
  }

  /** A list, each item of which knows its own place. */
  static Raw list(String label, List<Raw> items) {
    return new Raw(label, null, items);
  }

  String label() {
    return label;
  }

  /** Null if it is a list. */
  String text() {
    return text;
  }

  /** Null if it is one text. */
  List<Raw> items() {
    return items;
  }

  /** The items, or those of the text split at commas between values; an empty text has none. */
  List<Raw> split(Type<?> type) {
    if (items != null) {
      return items;
    }
    if (text.isEmpty()) {
      return new ArrayList<>();
    }
    List<Raw> parts = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length()
          || (text.charAt(i) == ','
              && !type.holdsComma(text.substring(from, i).trim(), text.substring(i + 1).trim()))) {
        parts.add(text(label, text.substring(from, i)));
        from = i + 1;
      }
    }
    return parts;
  }
}
