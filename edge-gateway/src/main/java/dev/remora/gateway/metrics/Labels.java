package dev.remora.gateway.metrics;

import java.util.ArrayList;
import java.util.List;

/** Names and values in turn. Immutable. */
record Labels(List<String> pairs) {
  static final Labels NONE = new Labels(List.of());

  /** Labels of names and values in turn; one whose value is null or empty is left out. */
  static Labels of(String... pairs) {
    Labels labels = NONE;
    for (int i = 0; i + 1 < pairs.length; i += 2) {
      labels = labels.and(pairs[i], pairs[i + 1]);
    }
    return labels;
  }

  /** The same and another one. */
  Labels and(String name, String value) {
    if (value == null || value.isEmpty()) {
      return this;
    }
    List<String> more = new ArrayList<>(pairs);
    more.add(name);
    more.add(value);
    return new Labels(List.copyOf(more));
  }

  void write(StringBuilder to) {
    for (int i = 0; i < pairs.size(); i += 2) {
      to.append(i == 0 ? '{' : ',').append(pairs.get(i)).append("=\"");
      escape(pairs.get(i + 1), to);
      to.append('"');
    }
    if (!pairs.isEmpty()) {
      to.append('}');
    }
  }

  private static void escape(String value, StringBuilder to) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\\' -> to.append("\\\\");
        case '"' -> to.append("\\\"");
        case '\n' -> to.append("\\n");
        default -> to.append(c);
      }
    }
  }
}
