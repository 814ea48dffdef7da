package dev.remora.core.config;

import java.util.Locale;

/** How a client proves to an authorization server who it is (OpenID Connect Core, section 9). */
public enum ClientAuthentication {
  /** Its secret as a password. */
  CLIENT_SECRET_BASIC,
  /** Its secret in the request's body. */
  CLIENT_SECRET_POST,
  /** A token signed with its key (RFC 7523). */
  PRIVATE_KEY_JWT;

  /** As the standards spell it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
