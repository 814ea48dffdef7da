package dev.remora.gateway.route;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.remora.gateway.config.GatewayTypes;
import dev.remora.gateway.config.Section;
import dev.remora.gateway.exchange.PathVariables;
import java.util.ArrayList;
import java.util.List;

/** Which paths take a route. Immutable. */
sealed interface PathMatch {
  /** The same for all that match the same paths, as far as that can be told. */
  String key();

  /** What paths match, for people: as it was set, and {@code /*} for all that is below. */
  String shown();

  /** The names that it gives to parts of a path. */
  default PathVariables variables() {
    return PathVariables.NONE;
  }

  /** The settings {@code path}, {@code prefix}, {@code template}, {@code regex}: one of them. */
  static PathMatch read(Section match) {
    List<PathMatch> set = new ArrayList<>();
    add(match, set, "path", match.value("path", GatewayTypes.PATH, null), Exact::new);
    add(match, set, "template", match.value("template", MatchTypes.TEMPLATE, null), Template::new);
    add(match, set, "regex", match.value("regex", MatchTypes.REGEX, null), Regex::of);
    add(match, set, "prefix", match.value("prefix", GatewayTypes.PATH_PREFIX, null), Prefix::new);
    return set.isEmpty() ? new Prefix("") : set.get(0);
  }

  private static <T> void add(
      Section match,
      List<PathMatch> set,
      String key,
      T value,
      java.util.function.Function<T, PathMatch> made) {
    if (value == null) {
      return;
    }
    if (!set.isEmpty()) {
      match.problem(
          key,
          "the path is matched in another way as well; allowed: one of path, template, regex,"
              + " prefix");
    }
    set.add(made.apply(value));
  }

  /** One path. */
  record Exact(String path) implements PathMatch {
    @Override
    public String key() {
      return "path " + path;
    }

    @Override
    public String shown() {
      return path;
    }
  }

  /** Paths of a shape. */
  record Template(PathTemplate template) implements PathMatch {
    @Override
    public String key() {
      return "template " + template.shape();
    }

    @Override
    public String shown() {
      return template.text();
    }

    @Override
    public PathVariables variables() {
      return template;
    }
  }

  /** Paths that match as a whole. */
  record Regex(Pattern pattern, String begin) implements PathMatch, PathVariables {
    private static final String META = "\\.[]{}()*+?^$|";

    static Regex of(Pattern pattern) {
      return new Regex(pattern, begin(pattern.pattern()));
    }

    /** What all paths begin with that match: a check that spares most paths the automaton. */
    private static String begin(String text) {
      if (text.indexOf('|') >= 0) {
        return "";
      }
      int end = 0;
      while (end < text.length() && META.indexOf(text.charAt(end)) < 0) {
        end++;
      }
      // What follows may say that the last character need not be there.
      return text.substring(0, end == text.length() ? end : Math.max(0, end - 1));
    }

    boolean matches(String path) {
      return path.startsWith(begin) && pattern.matches(path);
    }

    @Override
    public String key() {
      return "regex " + pattern.pattern();
    }

    @Override
    public String shown() {
      return pattern.pattern();
    }

    @Override
    public PathVariables variables() {
      return this;
    }

    @Override
    public List<String> names() {
      return List.copyOf(pattern.namedGroups().keySet());
    }

    @Override
    public String value(String path, String name) {
      Integer group = pattern.namedGroups().get(name);
      Matcher matcher = group == null ? null : pattern.matcher(path);
      return matcher != null && matcher.matches() ? matcher.group(group) : null;
    }
  }

  /**
   * Paths that begin with whole segments.
   *
   * @param path without a slash at the end; empty: all paths
   */
  record Prefix(String path) implements PathMatch {
    @Override
    public String key() {
      return "prefix " + path;
    }

    @Override
    public String shown() {
      return path + "/*";
    }
  }
}
