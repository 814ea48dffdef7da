package dev.remora.gateway.route;

import dev.remora.core.config.Type;
import dev.remora.gateway.config.GatewayTypes;
import dev.remora.gateway.exchange.PathVariables;
import java.util.ArrayList;
import java.util.List;

/**
 * A path some segments of which may be anything: {@code /users/{id}/orders}. One that ends with
 * {@code /{*rest}} is also that of all paths below. Immutable.
 *
 * @param text as it is written
 * @param segments what is written between the slashes
 */
record PathTemplate(String text, List<String> segments) implements PathVariables {
  /**
   * Reads one.
   *
   * @throws Type.BadValue if it is none
   */
  static PathTemplate parse(String text) {
    String shape = text.replaceAll("\\{\\*?[A-Za-z][A-Za-z0-9_]*\\}", "x");
    if (shape.indexOf('{') >= 0 || shape.indexOf('}') >= 0) {
      throw new Type.BadValue("has braces that name no segment");
    }
    GatewayTypes.PATH.parse(shape);
    List<String> segments = List.of(text.substring(1).split("/", -1));
    List<String> names = new ArrayList<>();
    for (int i = 0; i < segments.size(); i++) {
      String segment = segments.get(i);
      if (segment.indexOf('{') > 0 || (segment.indexOf('}') + 1) % segment.length() != 0) {
        throw new Type.BadValue("has a name for a part of a segment only");
      }
      if (isRest(segment) && i < segments.size() - 1) {
        throw new Type.BadValue("goes on after {*...}");
      }
      String name = name(segment);
      if (name != null && names.contains(name)) {
        throw new Type.BadValue("has two segments of the same name");
      }
      names.add(name);
    }
    return new PathTemplate(text, segments);
  }

  static boolean isVariable(String segment) {
    return segment.startsWith("{");
  }

  static boolean isRest(String segment) {
    return segment.startsWith("{*");
  }

  private static String name(String segment) {
    return isVariable(segment)
        ? segment.substring(isRest(segment) ? 2 : 1, segment.length() - 1)
        : null;
  }

  /** The same for all templates of the same paths. */
  String shape() {
    return text.replaceAll("\\{(\\*?)[^}]*\\}", "{$1}");
  }

  @Override
  public List<String> names() {
    return segments.stream().filter(PathTemplate::isVariable).map(PathTemplate::name).toList();
  }

  @Override
  public String value(String path, String name) {
    int from = 1;
    for (String segment : segments) {
      int slash = path.indexOf('/', from);
      int to = slash < 0 || isRest(segment) ? path.length() : slash;
      if (from > path.length()) {
        return null;
      }
      if (isVariable(segment) && name.equals(name(segment))) {
        return path.substring(from, to);
      }
      from = to + 1;
    }
    return null;
  }

  @Override
  public String toString() {
    return text;
  }
}
