package dev.remora.core.discovery.remote;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/**
 * What proves to a registry who asks, a token or a password: fixed, or from a file that may be
 * rotated.
 *
 * <p>A file that can't be read is a fault, not a request without a secret: Consul for one answers
 * anonymous requests with empty lists, which would look like services without endpoints.
 */
public final class Secret {
  private static final int MAX_BYTES = 4096;

  private final String name;
  private final String fixed;
  private final File file;
  private String current;
  private long modified;
  private long length;

  /**
   * A secret that may be none.
   *
   * @param name what it is, for messages, such as {@code ACL token}
   * @param fixed the secret, or null
   * @param file the file that holds it, or null
   */
  public Secret(String name, String fixed, String file) {
    this.name = name;
    this.fixed = fixed;
    this.file = file == null ? null : new File(file);
  }

  /** Whether there is one to send. */
  public boolean configured() {
    return fixed != null || file != null;
  }

  /**
   * The secret to send, or null where none is configured. The file goes first: it can be rotated.
   *
   * @throws IOException if the file can't be used; the message names it and not its content
   */
  public synchronized String value() throws IOException {
    if (file == null) {
      return checked(fixed, "the configured " + name);
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

  /** The registry refused it: the file is read again even if it looks unchanged. */
  public synchronized void refused() {
    current = null;
  }

  /** {@code text} without the secret in it, should a peer have echoed it. */
  public synchronized String redact(String text) {
    String result = text;
    for (String secret : new String[] {fixed, current}) {
      if (secret != null && !secret.isEmpty()) {
        result = result.replace(secret, "***");
      }
    }
    return result;
  }

  private String read() throws IOException {
    String what = "the " + name + " file " + file;
    if (!file.isFile()) {
      throw new IOException(what + " does not exist");
    }
    if (file.length() > MAX_BYTES) {
      throw new IOException(what + " is too large for one");
    }
    byte[] content;
    try {
      content = Files.readAllBytes(file.toPath());
    } catch (IOException e) {
      throw new IOException(what + " can't be read", e);
    }
    String secret = new String(content, StandardCharsets.UTF_8).trim();
    if (secret.isEmpty()) {
      throw new IOException(what + " is empty");
    }
    return checked(secret, what);
  }

  /** A header value can hold visible ASCII only. */
  private static String checked(String secret, String what) throws IOException {
    for (int i = 0; secret != null && i < secret.length(); i++) {
      if (secret.charAt(i) <= ' ' || secret.charAt(i) > '~') {
        throw new IOException(what + " holds characters that can't be sent");
      }
    }
    return secret;
  }
}
