package dev.remora.gateway.route;

import com.google.re2j.Pattern;
import dev.remora.core.config.Type;
import dev.remora.core.config.Types;
import dev.remora.core.config.YamlNode;
import dev.remora.gateway.config.Section;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a value that has a name must be: that of a header, or of a parameter of the query.
 *
 * @param exact null: see {@code regex}
 * @param regex what it matches as a whole; null with {@code exact}: anything
 * @param present whether it must be there; false: must not
 */
record ValueMatch(String name, String exact, Pattern regex, boolean present) {
  private static final Comparator<ValueMatch> BY_NAME = Comparator.comparing(ValueMatch::name);

  /** The conditions under {@code key}, sorted by name. */
  static List<ValueMatch> read(Section match, String key, Type<String> names) {
    Section section = match.section(key);
    List<ValueMatch> all = new ArrayList<>();
    for (String written : section.keys()) {
      String name;
      try {
        name = names.parse(written);
      } catch (Type.BadValue e) {
        section.has(written);
        section.problem(written, e.getMessage() + "; allowed: " + names.allowed());
        continue;
      }
      ValueMatch value = one(section, written, name);
      if (value != null) {
        all.add(value);
      }
    }
    section.end();
    all.sort(BY_NAME);
    return List.copyOf(all);
  }

  private static ValueMatch one(Section section, String key, String name) {
    YamlNode node = section.node(key);
    if (node == null) {
      section.problem(
          key, "is empty; allowed: a value, or {exact: ..}, {regex: ..}, {present: ..}");
      return null;
    }
    if (node.text() != null) {
      return new ValueMatch(name, section.value(key, Types.TEXT, null), null, true);
    }
    return section.optional(key, value -> read(value, name));
  }

  private static ValueMatch read(Section value, String name) {
    String exact = value.value("exact", Types.TEXT, null);
    Pattern regex = value.value("regex", MatchTypes.REGEX, null);
    Boolean present = value.value("present", Types.FLAG, null);
    long set = Stream.of("exact", "regex", "present").filter(value::has).count();
    if (set != 1) {
      value
          .problems()
          .add(
              value.place()
                  + ": "
                  + value.path()
                  + ": sets "
                  + set
                  + " conditions; allowed: one of exact, regex, present");
      return null;
    }
    return new ValueMatch(name, exact, regex, present == null || present);
  }

  /** What it must be, in words for an operator; a value may be a secret and is not told. */
  String describe() {
    if (!present) {
      return name + " absent";
    }
    return exact == null && regex == null ? name + " present" : name + " of one value";
  }

  /** Whether {@code value} is so; null: there is none. */
  boolean matches(String value) {
    if (value == null) {
      return !present;
    }
    if (exact != null) {
      return exact.equals(value);
    }
    return regex == null ? present : regex.matches(value);
  }
}
