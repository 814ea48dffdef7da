package dev.remora.gateway.page;

import dev.remora.gateway.admin.AdminReply;
import dev.remora.gateway.admin.AdminResource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The page itself, which holds nothing worth a token: that it asks for, and gets all it shows from
 * {@link LiveView}. It loads nothing from anywhere else.
 */
public final class PageFiles {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private PageFiles() {}

  /** {@code GET /}. */
  public static AdminResource page() {
    return file("index.html", "text/html; charset=utf-8");
  }

  /** {@code GET /page.css}. */
  public static AdminResource style() {
    return file("page.css", "text/css; charset=utf-8");
  }

  /** {@code GET /page.js}. */
  public static AdminResource script() {
    return file("page.js", "text/javascript; charset=utf-8");
  }

  private static AdminResource file(String name, String type) {
    return request ->
        AdminReply.of(200, type, read(name)).header("content-security-policy", POLICY);
  }

  private static String read(String name) {
    try (InputStream in = PageFiles.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
