package dev.remora.core.security.oauth2;

import java.io.UnsupportedEncodingException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/** The body of a request for a token: {@code application/x-www-form-urlencoded}. */
final class Form {
  static final String TYPE = "application/x-www-form-urlencoded";

  private final StringBuilder text = new StringBuilder();

  /** Adds a parameter; null and what is empty are left out. */
  Form with(String name, String value) {
    if (value != null && !value.isEmpty()) {
      text.append(text.length() == 0 ? "" : "&").append(name).append('=').append(encode(value));
    }
    return this;
  }

  /** Adds the scopes. */
  Form scopes(Collection<String> scopes) {
    return with("scope", String.join(" ", scopes));
  }

  static String encode(String value) {
    try {
      return URLEncoder.encode(value, "UTF-8");
    } catch (UnsupportedEncodingException e) {
      throw new AssertionError(e);
    }
  }

  byte[] bytes() {
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
