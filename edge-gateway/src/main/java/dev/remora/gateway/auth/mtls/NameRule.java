package dev.remora.gateway.auth.mtls;

import dev.remora.core.config.Type;

/**
 * A name in a certificate, or many: {@code *} stands for one label at the beginning of a DNS name,
 * and for all that follows at the end of a URI.
 *
 * @param text as it is written
 */
record NameRule(String text) {
  static final Type<NameRule> DNS =
      new Type<NameRule>("DNS names, the first label may be *") {
        @Override
        public NameRule parse(String text) {
          if (!text.matches("(\\*\\.)?[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*")) {
            throw new BadValue("is not a DNS name");
          }
          return new NameRule(text.toLowerCase(java.util.Locale.ROOT));
        }
      };

  static final Type<NameRule> URI =
      new Type<NameRule>("URIs such as spiffe://example/shop, which may end with /*") {
        @Override
        public NameRule parse(String text) {
          if (!text.matches("[a-z][a-z0-9+.-]*:[^*]+(/\\*)?")) {
            throw new BadValue("is not a URI");
          }
          return new NameRule(text);
        }
      };

  static final Type<NameRule> EMAIL =
      new Type<NameRule>("addresses such as robot@example.com") {
        @Override
        public NameRule parse(String text) {
          if (!text.matches("[^*@\\s]+@[^*@\\s]+")) {
            throw new BadValue("is not an address");
          }
          return new NameRule(text);
        }
      };

  /** Whether {@code name} is one of them. */
  boolean matches(String name) {
    if (text.startsWith("*.")) {
      int dot = name.indexOf('.');
      return dot > 0 && name.substring(dot).equalsIgnoreCase(text.substring(1));
    }
    if (text.endsWith("/*")) {
      return name.length() > text.length() - 1
          && name.startsWith(text.substring(0, text.length() - 1));
    }
    boolean dns = text.indexOf(':') < 0 && text.indexOf('@') < 0;
    return dns ? name.equalsIgnoreCase(text) : name.equals(text);
  }
}
