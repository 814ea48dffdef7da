package dev.remora.gateway.filter.text;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.remora.core.config.Type;
import dev.remora.core.config.Words;
import dev.remora.core.config.YamlNode;
import dev.remora.gateway.config.Section;
import dev.remora.gateway.exchange.Exchange;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

/**
 * What {@code {name}} may stand for: parts of the request, and parts of the path by their names.
 */
public final class Variables {
  private static final Set<String> OF_ALL =
      Set.of(
          "client", "host", "method", "path", "query", "request_id", "route", "scheme", "subject");

  private static final Pattern IN_TEMPLATE = Pattern.compile("\\{\\*?([A-Za-z][A-Za-z0-9_]*)\\}");
  private static final Pattern IN_REGEX = Pattern.compile("\\(\\?P?<([A-Za-z][A-Za-z0-9_]*)>");

  private Variables() {}

  /** A text with all variables that there are in {@code route}. */
  public static Type<Text> text(Section route) {
    Set<String> names = ofPath(route);
    names.addAll(OF_ALL);
    return type("text; in braces " + Words.join(names), names);
  }

  /** A path with the parts of the path that have names in {@code route}. */
  public static Type<Text> path(Section route) {
    Set<String> names = ofPath(route);
    Type<Text> any =
        type(
            "a path in its plain form"
                + (names.isEmpty() ? "" : "; in braces " + Words.join(names)),
            names);
    return new Type<Text>(any.allowed()) {
      @Override
      public Text parse(String text) {
        Text read = any.parse(text);
        dev.remora.gateway.config.GatewayTypes.PATH.parse(
            IN_TEMPLATE.matcher(text).replaceAll("x"));
        return read;
      }
    };
  }

  private static Type<Text> type(String allowed, Set<String> names) {
    return new Type<Text>(allowed) {
      @Override
      public Text parse(String text) {
        return Text.parse(text, names);
      }
    };
  }

  /** What a route matches; null: nothing is set, or {@code route} is what holds for all. */
  public static YamlNode match(Section route) {
    return route.path().startsWith("routes[") ? route.node("match") : null;
  }

  /** The names that the match of a route gives. */
  private static Set<String> ofPath(Section route) {
    Set<String> names = new TreeSet<>();
    YamlNode match = match(route);
    collect(match, "template", IN_TEMPLATE, names);
    collect(match, "regex", IN_REGEX, names);
    return names;
  }

  private static void collect(YamlNode match, String key, Pattern pattern, Set<String> names) {
    YamlNode value = match == null ? null : match.get(key);
    if (value != null && value.text() != null) {
      Matcher matcher = pattern.matcher(value.text());
      while (matcher.find()) {
        names.add(matcher.group(1));
      }
    }
  }

  static String value(String name, Exchange exchange) {
    String ofPath = exchange.variable(name);
    if (ofPath != null) {
      return ofPath;
    }
    String value =
        switch (name) {
          case "client" -> exchange.client().address();
          case "host" -> exchange.host();
          case "method" -> exchange.method();
          case "path" -> exchange.target().path();
          case "query" -> exchange.target().query();
          case "request_id" -> exchange.id();
          case "route" -> exchange.route().name();
          case "scheme" -> exchange.client().scheme();
          case "subject" -> exchange.identity() == null ? null : exchange.identity().subject();
          default -> null;
        };
    return value == null ? "" : escaped(value);
  }

  /** Nothing that could end a header, or that is no ASCII. */
  private static String escaped(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < ' ' || value.charAt(i) > '~') {
        StringBuilder all = new StringBuilder();
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
          if (octet < ' ' || octet > '~') {
            all.append('%').append(String.format("%02X", octet));
          } else {
            all.append((char) octet);
          }
        }
        return all.toString();
      }
    }
    return value;
  }
}
