package dev.remora.gateway.filter.path;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.remora.core.config.Type;
import dev.remora.core.config.Types;
import dev.remora.core.config.YamlNode;
import dev.remora.gateway.config.GatewayTypes;
import dev.remora.gateway.config.Section;
import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.filter.text.Text;
import dev.remora.gateway.filter.text.Variables;
import java.util.stream.Stream;

/** Makes another path of a path. Immutable. */
public sealed interface PathChange {
  /** A regular expression. */
  Type<Pattern> REGEX =
      new Type<Pattern>("a regular expression in the syntax of RE2") {
        @Override
        public Pattern parse(String text) {
          try {
            return Pattern.compile(text);
          } catch (PatternSyntaxException e) {
            throw new BadValue("is no regular expression: " + e.getDescription());
          }
        }
      };

  /** The new path. */
  String of(String path, Exchange exchange);

  /** What it does, on one line. */
  String describe();

  /**
   * One of {@code path}, {@code prefix}, {@code regex} with {@code to} (nothing where it is not
   * set).
   *
   * @param route the route that it is in
   * @return null: none is set, or after a problem
   */
  static PathChange read(Section from, Section route) {
    Text path = from.value("path", Variables.path(route), null);
    String prefix = from.value("prefix", GatewayTypes.PATH_PREFIX, null);
    Pattern regex = from.value("regex", REGEX, null);
    String to = from.value("to", Types.TEXT, "");
    long set = Stream.of("path", "prefix", "regex").filter(from::has).count();
    if (set != 1) {
      told(from, "sets " + set + " ways; allowed: one of path, prefix, regex");
      return null;
    }
    if (from.has("to") && !from.has("regex")) {
      from.problem("to", "is for regex, which is not set; allowed: with it");
      return null;
    }
    if (from.has("prefix")) {
      return prefix == null ? null : prefix(from, route, prefix);
    }
    if (from.has("regex")) {
      return regex == null ? null : regex(from, regex, to);
    }
    return path == null ? null : new Whole(path);
  }

  private static PathChange prefix(Section from, Section route, String prefix) {
    YamlNode match = Variables.match(route);
    YamlNode matched = match == null ? null : match.get("prefix");
    if (matched == null || matched.text() == null) {
      from.problem("prefix", "replaces that of match.prefix, which is not set; allowed: with it");
      return null;
    }
    String old = matched.text().replaceAll("/$", "");
    return new Prefix(old, prefix);
  }

  private static PathChange regex(Section from, Pattern regex, String to) {
    if (!namesGroups(regex, to)) {
      from.problem(
          "to", "names a group that is not there; allowed: $1, ${name} of groups in regex");
      return null;
    }
    return new Replaced(regex, to);
  }

  /** Whether every {@code $} stands before a group that there is; {@code \\$} means itself. */
  private static boolean namesGroups(Pattern regex, String to) {
    for (int i = 0; i < to.length(); i++) {
      char c = to.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '$') {
        int end = to.indexOf('}', i);
        char next = i + 1 < to.length() ? to.charAt(i + 1) : ' ';
        boolean named =
            next == '{' && end > 0 && regex.namedGroups().containsKey(to.substring(i + 2, end));
        boolean numbered = next >= '0' && next <= '9' && next - '0' <= regex.groupCount();
        if (!named && !numbered) {
          return false;
        }
      }
    }
    return !to.endsWith("\\") || to.endsWith("\\\\");
  }

  private static void told(Section from, String what) {
    from.problems().add(from.place() + ": " + from.path() + ": " + what);
  }

  /** All of it. */
  record Whole(Text path) implements PathChange {
    @Override
    public String of(String old, Exchange exchange) {
      return path.of(exchange);
    }

    @Override
    public String describe() {
      return path.written();
    }
  }

  /**
   * What it begins with.
   *
   * @param old whole segments, without a slash at the end
   */
  record Prefix(String old, String prefix) implements PathChange {
    @Override
    public String of(String path, Exchange exchange) {
      boolean begins =
          path.startsWith(old)
              && (path.length() == old.length() || path.charAt(old.length()) == '/');
      String changed = begins ? prefix + path.substring(old.length()) : path;
      return changed.isEmpty() ? "/" : changed;
    }

    @Override
    public String describe() {
      return old + "/* to " + prefix + "/*";
    }
  }

  /** All that matches. */
  record Replaced(Pattern regex, String to) implements PathChange {
    @Override
    public String of(String path, Exchange exchange) {
      return regex.matcher(path).replaceAll(to);
    }

    @Override
    public String describe() {
      return regex.pattern() + " to " + to;
    }
  }
}
