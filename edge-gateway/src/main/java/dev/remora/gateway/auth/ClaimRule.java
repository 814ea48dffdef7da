package dev.remora.gateway.auth;

import dev.remora.core.config.Types;
import dev.remora.core.config.YamlNode;
import dev.remora.gateway.config.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a claim must be.
 *
 * @param name the claim: its own name, or where there is none of that name the names of objects on
 *     the way to it, joined by dots
 * @param values numbers and booleans as JSON spells them
 * @param test what is asked of them
 */
record ClaimRule(String name, Set<String> values, Test test) {
  /** What is asked of a claim. */
  enum Test {
    /** It is one of the values. */
    ONE_OF,
    /** It is a list, or words with blanks between them, with all of the values in it. */
    CONTAINS,
    /** It is such a list with at least one of the values in it. */
    CONTAINS_ANY
  }

  /** The settings {@code claims}. */
  static List<ClaimRule> read(Section claims) {
    List<ClaimRule> rules = new ArrayList<>();
    for (String name : claims.keys()) {
      YamlNode value = claims.node(name);
      if (value == null) {
        claims.problem(name, "nothing is set; allowed: a value, a list of values, contains");
      } else if (value.entries() == null) {
        rules.add(rule(claims, name, name, Test.ONE_OF));
      } else {
        Section tests = claims.section(name);
        if (tests.has("contains") == tests.has("contains-any")) {
          tests.problem("contains", "allowed: one of contains, contains-any");
        }
        for (Test test : List.of(Test.CONTAINS, Test.CONTAINS_ANY)) {
          String key = Types.spelling(test);
          if (tests.has(key)) {
            rules.add(rule(tests, key, name, test));
          }
        }
        tests.end();
      }
    }
    return List.copyOf(rules);
  }

  private static ClaimRule rule(Section section, String key, String name, Test test) {
    List<String> values = section.values(key, Types.TEXT);
    if (values.isEmpty()) {
      section.problem(key, "nothing is set; allowed: a value or a list of values");
    }
    return new ClaimRule(name, Set.copyOf(values), test);
  }

  /** Whether {@code claims} are so. */
  boolean holds(Map<String, Object> claims) {
    Object claim = find(claims);
    if (claim == null) {
      return false;
    }
    if (test == Test.ONE_OF) {
      return isScalar(claim) && values.contains(claim.toString());
    }
    Set<String> present = new java.util.HashSet<>();
    if (claim instanceof List<?> list) {
      for (Object item : list) {
        if (isScalar(item)) {
          present.add(item.toString());
        }
      }
    } else if (claim instanceof String words) {
      present.addAll(List.of(words.split(" ", -1)));
    }
    return test == Test.CONTAINS
        ? present.containsAll(values)
        : values.stream().anyMatch(present::contains);
  }

  private static boolean isScalar(Object value) {
    return value instanceof String || value instanceof Number || value instanceof Boolean;
  }

  private Object find(Map<String, Object> claims) {
    if (claims.containsKey(name)) {
      return claims.get(name);
    }
    Object at = claims;
    for (String part : name.split("\\.", -1)) {
      at = at instanceof Map<?, ?> map ? map.get(part) : null;
    }
    return at;
  }

  @Override
  public String toString() {
    return name + " " + Types.spelling(test) + " " + values;
  }
}
