package dev.remora.core.config;

import java.util.Map;

/** The token that the calls of a service carry. Immutable. */
public final class TokenConfig {
  /** Where a token comes from. */
  public enum Kind {
    /** A file that somebody else keeps fresh. */
    FILE
  }

  private final Map<Setting<?>, Object> values;
  private final Kind kind;

  private TokenConfig(Map<Setting<?>, Object> values, Kind kind) {
    this.values = values;
    this.kind = kind;
  }

  /** Null: there is none. */
  static TokenConfig of(Map<Setting<?>, Object> values) {
    return Schema.TOKEN_FILE.in(values) == null ? null : new TokenConfig(values, Kind.FILE);
  }

  /** Where it comes from. */
  public Kind kind() {
    return kind;
  }

  /** Whether it is sent without TLS too. */
  public boolean allowHttp() {
    return Schema.TOKEN_ALLOW_HTTP.in(values);
  }

  /** The file that holds it. */
  public String file() {
    return Schema.TOKEN_FILE.in(values);
  }

  /** Where the token comes from; nothing that may be a secret. */
  @Override
  public String toString() {
    return "file " + file();
  }
}
