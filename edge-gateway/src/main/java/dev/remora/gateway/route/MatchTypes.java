package dev.remora.gateway.route;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.remora.core.config.Type;
import dev.remora.gateway.config.GatewayTypes;

/** The types of settings that tell which requests take a route. */
final class MatchTypes {
  /** A host name, or all names that end with one. */
  static final Type<String> HOST =
      new Type<String>("host names such as shop.example.com, *.example.com") {
        @Override
        public String parse(String text) {
          boolean wildcard = text.startsWith("*.");
          return wildcard
              ? "*." + GatewayTypes.HOST.parse(text.substring(2))
              : GatewayTypes.HOST.parse(text);
        }
      };

  /** A path some segments of which may be anything. */
  static final Type<PathTemplate> TEMPLATE =
      new Type<PathTemplate>(
          "a path such as /users/{id}/orders, or /files/{*rest}; names of letters, digits, _") {
        @Override
        public PathTemplate parse(String text) {
          return PathTemplate.parse(text);
        }
      };

  /** A regular expression. */
  static final Type<Pattern> REGEX =
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

  private MatchTypes() {}
}
