package dev.remora.gateway.filter.cors;

import dev.remora.core.config.Type;
import java.util.List;
import java.util.Locale;

/** The origins of pages that may call. Immutable. */
record Origins(List<String> allowed) {
  static final String ANY = "*";

  static final Type<String> TYPE =
      new Type<String>("origins such as https://shop.example, https://*.example.com, or *") {
        @Override
        public String parse(String text) {
          if (!text.equals(ANY)
              && !text.matches(
                  "(?i)https?://(\\*\\.)?([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\\[[0-9a-f:.]+\\])"
                      + "(:[0-9]{1,5})?")) {
            throw new BadValue(
                text.equals("null") ? "is what any page can make itself" : "is no origin");
          }
          return text.toLowerCase(Locale.ROOT)
              .replaceFirst("^(http://.*):80$|^(https://.*):443$", "$1$2");
        }
      };

  boolean isAny() {
    return allowed.contains(ANY);
  }

  /** Whether pages of {@code origin}, as the browser writes it, may call. */
  boolean contains(String origin) {
    for (int i = 0; i < allowed.size(); i++) {
      String one = allowed.get(i);
      int star = one.indexOf('*');
      if (star < 0 ? one.equals(origin) : one.equals(ANY) || isBelow(origin, one, star)) {
        return true;
      }
    }
    return false;
  }

  /** The star stands for one name or several: never for something that leads elsewhere. */
  private static boolean isBelow(String origin, String pattern, int star) {
    int end = origin.length() - (pattern.length() - star - 1);
    if (end <= star
        || !origin.startsWith(pattern.substring(0, star))
        || !origin.endsWith(pattern.substring(star + 1))) {
      return false;
    }
    for (int i = star; i < end; i++) {
      char c = origin.charAt(i);
      if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '.') {
        return false;
      }
    }
    return true;
  }
}
