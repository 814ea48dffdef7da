package dev.remora.it.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * All that the application can see of a response. What a client does not show stays null or empty.
 */
public final class Reply {
  public int status;

  /** In the order and spelling in which the client gives them. */
  public List<Header> headers = new ArrayList<>();

  /** The body, a character a byte; of one longer than 2,000 bytes its length and SHA-256. */
  public String body = "";

  /**
   * The URL that answered, as the client tells it ({@code getURL()}, {@code response.uri()}, {@code
   * request().url()}…), or null.
   */
  public String url;

  /** The protocol as the client tells it, or null. */
  public String protocol;

  /** Trailer fields of the response. */
  public List<Header> trailers = new ArrayList<>();

  /** What interceptors, listeners and verifiers saw, in order. */
  public List<String> events = new ArrayList<>();

  /** Name of the thread on which an asynchronous call completed. */
  public String thread;

  /** Milliseconds from the first byte of the body being read to its end; -1: no body. */
  public long streamedMs = -1;

  /** As {@link #body(InputStream)}, or reads but the first byte of it. */
  public Reply body(InputStream in, boolean abandon) throws IOException {
    if (in == null || !abandon) {
      return body(in);
    }
    try {
      body = in.read() < 0 ? "" : "abandoned";
    } finally {
      in.close();
    }
    return this;
  }

  /** Reads the whole body, a chunk at a time, and closes the stream. */
  public Reply body(InputStream in) throws IOException {
    if (in == null) {
      return this;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long first = 0;
    try {
      byte[] buffer = new byte[8192];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (first == 0) {
          first = System.nanoTime();
        }
        out.write(buffer, 0, n);
      }
    } finally {
      in.close();
    }
    body(out.toByteArray());
    if (first != 0) {
      streamedMs = (System.nanoTime() - first) / 1_000_000;
    }
    return this;
  }

  /** Sets the body, for a client that hands it over whole. */
  public Reply body(byte[] bytes) {
    if (bytes != null) {
      body =
          bytes.length <= 2_000
              ? new String(bytes, StandardCharsets.ISO_8859_1)
              : bytes.length + " bytes, SHA-256 " + sha256(bytes);
    }
    return this;
  }

  /** Adds a header line; a null name (a status line, with some clients) is passed over. */
  public Reply header(String name, String value) {
    if (name != null) {
      headers.add(new Header(name, value));
    }
    return this;
  }

  private static String sha256(byte[] bytes) {
    try {
      StringBuilder hex = new StringBuilder();
      for (byte b : MessageDigest.getInstance("SHA-256").digest(bytes)) {
        hex.append(String.format("%02x", b & 0xff));
      }
      return hex.toString();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
