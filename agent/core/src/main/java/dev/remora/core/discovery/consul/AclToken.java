package dev.remora.core.discovery.consul;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/**
 * The ACL token, fixed or from a file that may be rotated.
 *
 * <p>A file that can't be read is a fault, not a request without a token: Consul answers anonymous
 * requests with empty lists, which would look like services without endpoints.
 */
final class AclToken {
  private static final int MAX_BYTES = 4096;

  private final String fixed;
  private final File file;
  private String current;
  private long modified;
  private long length;

  AclToken(String fixed, String file) {
    this.fixed = fixed;
    this.file = file == null ? null : new File(file);
  }

  /** Whether there is one to send. */
  boolean configured() {
    return fixed != null || file != null;
  }

  /**
   * The token to send, or null where none is configured. The file goes first: it can be rotated.
   *
   * @throws IOException if the file can't be used; the message names it and not its content
   */
  synchronized String value() throws IOException {
    if (file == null) {
      return checked(fixed, "the configured ACL token");
    }
    long nowModified = file.lastModified();
    long nowLength = file.length();
    if (current == null || modified != nowModified || length != nowLength) {
      current = read();
      modified = nowModified;
      length = nowLength;
    }
    return current;
  }

  /** Consul refused it: the file is read again even if it looks unchanged. */
  synchronized void refused() {
    current = null;
  }

  /** {@code text} without the token in it, should a peer have echoed it. */
  synchronized String redact(String text) {
    String result = text;
    for (String secret : new String[] {fixed, current}) {
      if (secret != null && !secret.isEmpty()) {
        result = result.replace(secret, "***");
      }
    }
    return result;
  }

  private String read() throws IOException {
    String what = "the ACL token file " + file;
    if (!file.isFile()) {
      throw new IOException(what + " does not exist");
    }
    if (file.length() > MAX_BYTES) {
      throw new IOException(what + " is too large for a token");
    }
    byte[] content;
    try {
      content = Files.readAllBytes(file.toPath());
    } catch (IOException e) {
      throw new IOException(what + " can't be read", e);
    }
    String token = new String(content, StandardCharsets.UTF_8).trim();
    if (token.isEmpty()) {
      throw new IOException(what + " is empty");
    }
    return checked(token, what);
  }

  /** A header value can hold visible ASCII only. */
  private static String checked(String token, String what) throws IOException {
    for (int i = 0; token != null && i < token.length(); i++) {
      if (token.charAt(i) <= ' ' || token.charAt(i) > '~') {
        throw new IOException(what + " holds characters that no token has");
      }
    }
    return token;
  }
}
