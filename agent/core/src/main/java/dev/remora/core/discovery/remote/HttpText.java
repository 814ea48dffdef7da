package dev.remora.core.discovery.remote;

import dev.remora.core.transport.Response;
import java.io.UnsupportedEncodingException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Text for request paths, and text from answers. */
public final class HttpText {
  private static final int EXCERPT = 200;

  private HttpText() {}

  /** {@code value} as one segment of a path or one value of a query. */
  public static String encode(String value) {
    try {
      return URLEncoder.encode(value, "UTF-8").replace("+", "%20");
    } catch (UnsupportedEncodingException e) {
      throw new AssertionError(e);
    }
  }

  /** The beginning of a body as one line in parentheses after a space, or nothing. */
  public static String excerpt(Response response) {
    byte[] body = response.body();
    String text = new String(body, 0, Math.min(body.length, EXCERPT), StandardCharsets.UTF_8);
    String line = text.replaceAll("[^\\x20-\\x7E]+", " ").trim();
    return line.isEmpty() ? "" : " (" + line + ")";
  }
}
