package dev.remora.gateway.auth;

import dev.remora.gateway.exchange.Identity;
import java.util.Set;

/** Somebody whose credential is good. Immutable but for what is kept with it. */
public final class Verified implements Outcome {
  private final Identity identity;
  private final Set<String> scopes;
  private final long expiresMillis;
  private volatile Object kept;

  /**
   * Somebody.
   *
   * @param scopes what the credential is good for
   * @param expiresMillis until when it is good, since 1970
   */
  public Verified(Identity identity, Set<String> scopes, long expiresMillis) {
    this.identity = identity;
    this.scopes = Set.copyOf(scopes);
    this.expiresMillis = expiresMillis;
  }

  /** Who it is. */
  public Identity identity() {
    return identity;
  }

  /** What the credential is good for. */
  public Set<String> scopes() {
    return scopes;
  }

  /** Until when it is good, in milliseconds since 1970. */
  public long expiresMillis() {
    return expiresMillis;
  }

  /** What was made of it and may be used again; null: nothing yet. */
  Object kept() {
    return kept;
  }

  /** Keeps what was made of it, as long as it is kept itself. */
  void keep(Object made) {
    kept = made;
  }

  /** Who it is, never what proved it. */
  @Override
  public String toString() {
    return identity.toString();
  }
}
