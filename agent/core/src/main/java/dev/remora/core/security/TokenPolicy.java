package dev.remora.core.security;

import dev.remora.core.config.TokenConfig;
import dev.remora.core.routing.RequestInfo;

/** Which calls of a service carry a token, and which must not be made. */
final class TokenPolicy {
  private final String service;
  private final TokenConfig config;
  private final Tokens tokens;
  private volatile TokenSource source;

  TokenPolicy(String service, TokenConfig config, Tokens tokens) {
    this.service = service;
    this.config = config;
    this.tokens = tokens;
  }

  /** Null: the application brings an Authorization of its own. */
  Credential credential(RequestInfo request, long now) {
    if (request == null) {
      return Credential.rejected(service, "it needs a token, which can't be sent this way");
    }
    if (request.header("authorization") != null) {
      return null;
    }
    if (!config.allowHttp() && !request.isSecure()) {
      return Credential.rejected(
          service, "its token is sent over TLS only, unless token.allow-http is set");
    }
    TokenSource current = source;
    if (current == null) {
      current = tokens.source(service, config);
      source = current;
    }
    return current.credential(service, request, now);
  }
}
