package dev.remora.gateway.exchange;

import io.vertx.core.buffer.Buffer;
import java.util.List;

/** The answer to {@code OPTIONS} requests that are for the gateway itself. */
public final class Allowed implements Reply {
  /** It. */
  public static final Allowed REPLY = new Allowed();

  private static final int NO_CONTENT = 204;

  private Allowed() {}

  @Override
  public int status() {
    return NO_CONTENT;
  }

  @Override
  public List<String> headers() {
    return List.of("allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
  }

  @Override
  public Buffer body(Exchange exchange) {
    return null;
  }

  @Override
  public String toString() {
    return "allowed methods";
  }
}
