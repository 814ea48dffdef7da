package dev.remora.gateway.config;

import dev.remora.core.config.Type;
import dev.remora.gateway.exchange.Target;
import java.util.Locale;

/** The types of settings that only the gateway has. */
public final class GatewayTypes {
  /** A name for people and metrics: of a route, a key, a limit. */
  public static final Type<String> NAME =
      new Type<String>("letters, digits, and . _ - between them") {
        @Override
        public String parse(String text) {
          if (!text.matches("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?") || text.length() > 100) {
            throw new BadValue("is not a name");
          }
          return text;
        }
      };

  /** A header's name (RFC 9110, section 5.1), in lower case. */
  public static final Type<String> HEADER =
      new Type<String>("the name of a header") {
        @Override
        public String parse(String text) {
          if (!text.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")) {
            throw new BadValue("is not a header's name");
          }
          return text.toLowerCase(Locale.ROOT);
        }
      };

  /** A service's name in the registry. */
  public static final Type<String> SERVICE =
      new Type<String>("the name of a service") {
        @Override
        public String parse(String text) {
          if (!text.matches("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?")) {
            throw new BadValue("is not a service's name");
          }
          return text;
        }
      };

  /** Whom requests are sent to. */
  public static final Type<String> HOST =
      new Type<String>("host names without port, such as shop.example.com") {
        @Override
        public String parse(String text) {
          if (!text.matches("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?")) {
            throw new BadValue("is not a host name");
          }
          return text.toLowerCase(Locale.ROOT);
        }
      };

  /** A whole path, in the form in which paths are matched. */
  public static final Type<String> PATH =
      new Type<String>("a path such as /v1/items, without // . .. or needless escapes") {
        @Override
        public String parse(String text) {
          Target target = text.startsWith("/") ? Target.parse(text) : null;
          if (target == null || target.query() != null || !target.toString().equals(text)) {
            throw new BadValue("is not a path in its plain form");
          }
          return text;
        }
      };

  /** The beginning of a path, of whole segments, without the slash that may end it. */
  public static final Type<String> PATH_PREFIX =
      new Type<String>("the beginning of a path, such as /v1") {
        @Override
        public String parse(String text) {
          String path = PATH.parse(text);
          return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        }
      };

  private GatewayTypes() {}

  /** A number of bytes from {@code least} to {@code most}, such as {@code 64KiB}. */
  public static Type<Long> size(long least, long most) {
    return new Type<Long>(spell(least) + " to " + spell(most) + ", such as 64KiB, 10MiB") {
      @Override
      public Long parse(String text) {
        long bytes = bytes(text);
        if (bytes < 0) {
          throw new BadValue("is not a size");
        }
        if (bytes < least || bytes > most) {
          throw new BadValue("is out of range");
        }
        return bytes;
      }
    };
  }

  private static long bytes(String text) {
    String[] units = {"B", "KiB", "MiB", "GiB"};
    for (int i = units.length - 1; i >= 0; i--) {
      if (text.endsWith(units[i])) {
        String number = text.substring(0, text.length() - units[i].length());
        return number.matches("[0-9]{1,9}") ? Long.parseLong(number) << (10 * i) : -1;
      }
    }
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
  }

  private static String spell(long bytes) {
    int power = 0;
    while (power < 3 && bytes > 0 && bytes % 1024 == 0) {
      bytes /= 1024;
      power++;
    }
    return bytes + new String[] {"B", "KiB", "MiB", "GiB"}[power];
  }
}
