package dev.remora.core.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A request of the agent itself. Immutable once sent. */
public final class Request {
  /** What a whole answer may take where {@link #timeout} says nothing else. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  /** What a body may weigh where {@link #maxBody} says nothing else: 32 MiB. */
  public static final int DEFAULT_MAX_BODY = 32 << 20;

  private static final byte[] NO_BODY = new byte[0];

  private final String method;
  private final String path;
  private final byte[] body;
  private final String contentType;
  private final List<String[]> headers = new ArrayList<>();
  private Duration timeout = DEFAULT_TIMEOUT;
  private int maxBody = DEFAULT_MAX_BODY;

  private Request(String method, String path, byte[] body, String contentType) {
    this.method = method;
    this.path = path;
    this.body = body;
    this.contentType = contentType;
  }

  /**
   * A GET.
   *
   * @param path path and query, encoded, beginning with a slash
   */
  public static Request get(String path) {
    return new Request("GET", path, NO_BODY, null);
  }

  /**
   * A PUT.
   *
   * @param path path and query, encoded, beginning with a slash
   * @param body the body; empty for none
   * @param contentType its media type; not sent with an empty body
   */
  public static Request put(String path, byte[] body, String contentType) {
    return new Request("PUT", path, body.clone(), contentType);
  }

  /**
   * A POST, which like all requests here must be idempotent.
   *
   * @param path path and query, encoded, beginning with a slash
   * @param body the body; empty for none
   * @param contentType its media type; not sent with an empty body
   */
  public static Request post(String path, byte[] body, String contentType) {
    return new Request("POST", path, body.clone(), contentType);
  }

  /**
   * A DELETE.
   *
   * @param path path and query, encoded, beginning with a slash
   */
  public static Request delete(String path) {
    return new Request("DELETE", path, NO_BODY, null);
  }

  /** Adds a header. */
  public Request header(String name, String value) {
    headers.add(new String[] {name, value});
    return this;
  }

  /** The most time from sending to the last byte of the answer, connecting included. */
  public Request timeout(Duration timeout) {
    this.timeout = timeout;
    return this;
  }

  /** The most bytes the answer's body may have. */
  public Request maxBody(int maxBody) {
    this.maxBody = maxBody;
    return this;
  }

  String method() {
    return method;
  }

  String path() {
    return path;
  }

  byte[] body() {
    return body;
  }

  String contentType() {
    return contentType;
  }

  List<String[]> headers() {
    return Collections.unmodifiableList(headers);
  }

  Duration timeout() {
    return timeout;
  }

  int maxBody() {
    return maxBody;
  }

  /** Method and path, without headers: those may hold secrets. */
  @Override
  public String toString() {
    return method + " " + path;
  }
}
