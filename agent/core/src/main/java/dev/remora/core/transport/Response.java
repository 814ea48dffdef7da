package dev.remora.core.transport;

import java.util.Locale;
import java.util.Map;

/** A complete answer. */
public final class Response {
  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;
  private final boolean http2;

  Response(int status, Map<String, String> headers, byte[] body, boolean http2) {
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.http2 = http2;
  }

  /** The status, 200 to 599. */
  public int status() {
    return status;
  }

  /** The first value of a header, whatever its case, or null. */
  public String header(String name) {
    return headers.get(name.toLowerCase(Locale.ROOT));
  }

  /** The body, not copied. */
  public byte[] body() {
    return body;
  }

  /** Whether it came over HTTP/2. */
  public boolean http2() {
    return http2;
  }

  @Override
  public String toString() {
    return status + ", " + body.length + " bytes";
  }
}
