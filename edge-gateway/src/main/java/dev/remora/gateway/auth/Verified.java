package dev.remora.gateway.auth;

import dev.remora.gateway.exchange.Identity;
import java.util.Set;
import java.util.function.Supplier;

/** Somebody whose credential is good. Immutable but for what is kept with it. */
public final class Verified implements Outcome {
  private final Identity identity;
  private final Set<String> scopes;
  private final long expiresMillis;
  private Object kept;

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

  /**
   * What is kept with it, as long as it is kept itself.
   *
   * @param first makes it, where nothing is kept yet
   */
  public synchronized Object kept(Supplier<Object> first) {
    if (kept == null) {
      kept = first.get();
    }
    return kept;
  }

  /** Who it is, never what proved it. */
  @Override
  public String toString() {
    return identity.toString();
  }
}
