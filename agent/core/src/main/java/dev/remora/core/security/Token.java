package dev.remora.core.security;

/** A bearer token (RFC 6750), ready to be sent. Immutable; it shows itself nowhere. */
final class Token {
  private final String[] headers;
  private final boolean expires;
  private final long end;

  private Token(String value, boolean expires, long end) {
    this.headers = new String[] {"authorization", "Bearer " + value};
    this.expires = expires;
    this.end = end;
  }

  /** A token of which it is not known when it expires. */
  static Token lasting(String value) {
    return new Token(value, false, 0);
  }

  /** A token that is worth nothing from {@code end} on, by the ticker. */
  static Token until(String value, long end) {
    return new Token(value, true, end);
  }

  /** Name and value, the same array each time: an attempt must not cost one. */
  String[] headers() {
    return headers;
  }

  boolean isExpired(long now) {
    return expires && now - end >= 0;
  }

  /** Nanoseconds until it expires; {@link Long#MAX_VALUE}: that is not known. */
  long left(long now) {
    return expires ? Math.max(0, end - now) : Long.MAX_VALUE;
  }

  @Override
  public String toString() {
    return "token";
  }
}
