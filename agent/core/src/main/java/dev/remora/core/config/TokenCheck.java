package dev.remora.core.config;

import java.util.Map;

/** Whether the settings of a service's token go together. */
final class TokenCheck {
  private final TokenConfig token;
  private final Map<Setting<?>, Raw> origins;
  private final InboundToken inbound;
  private final Problems problems;

  /**
   * A check of {@code token}.
   *
   * @param origins where each setting was set; what is not among them is a default
   * @param inbound what may be done with the tokens of requests that are served
   */
  TokenCheck(
      TokenConfig token, Map<Setting<?>, Raw> origins, InboundToken inbound, Problems problems) {
    this.token = token;
    this.origins = origins;
    this.inbound = inbound;
    this.problems = problems;
  }

  /** Tells what is wrong. */
  void run() {
    for (Setting<?> setting : TokenSchema.SETTINGS) {
      TokenConfig.Kind kind = TokenConfig.Kind.of(setting);
      if (kind != null && kind != token.kind() && isSet(setting)) {
        problem(
            setting,
            "is set beside "
                + first().key()
                + "; allowed: one of token.file, token.relay,"
                + " token.jwt and token.oauth2");
        return;
      }
    }
    if (token.kind() == TokenConfig.Kind.RELAY && inbound != InboundToken.RELAY) {
      problem(first(), "is set without inbound.token; allowed: with relay there");
    } else if (token.kind() == TokenConfig.Kind.JWT) {
      checkJwt();
    } else if (token.kind() == TokenConfig.Kind.OAUTH2) {
      checkOAuth2();
    }
  }

  private void checkJwt() {
    needs(TokenSchema.JWT_KEY);
    if (isSet(TokenSchema.JWT_KEY) && token.subject() == null) {
      problem(
          TokenSchema.JWT_KEY,
          "the tokens would have no subject; allowed: with token.jwt.subject, or a service in"
              + " register");
    }
  }

  private void checkOAuth2() {
    needs(TokenSchema.OAUTH2_CLIENT_ID);
    if (token.issuer() == null && token.tokenEndpoint() == null) {
      problem(first(), "is set without token.oauth2.issuer; allowed: with it, or token-endpoint");
    }
    checkTls(TokenSchema.OAUTH2_ISSUER, token.issuer());
    checkTls(TokenSchema.OAUTH2_TOKEN_ENDPOINT, token.tokenEndpoint());
    if (token.exchange() != Exchange.NEVER && inbound == InboundToken.NONE) {
      problem(
          TokenSchema.OAUTH2_EXCHANGE,
          "is set without inbound.token; allowed: with exchange or relay there");
    }
    checkProof();
  }

  private void checkTls(Setting<HttpUrl> setting, HttpUrl url) {
    if (url == null || url.tls()) {
      return;
    }
    if (!url.isLoopback() && !token.allowHttpToServer()) {
      problem(
          setting,
          Words.quote(url.toString())
              + " would send secrets without TLS; allowed: https, this machine, or with"
              + " token.oauth2.allow-http");
    }
    if (isSet(TokenSchema.OAUTH2_CA)) {
      problem(
          TokenSchema.OAUTH2_CA, "needs TLS, but the server is " + url + "; allowed: with https");
    }
  }

  private void checkProof() {
    Setting<?> proof = null;
    for (Setting<?> each :
        new Setting<?>[] {
          TokenSchema.OAUTH2_CLIENT_SECRET,
          TokenSchema.OAUTH2_CLIENT_SECRET_FILE,
          TokenSchema.OAUTH2_CLIENT_KEY
        }) {
      if (isSet(each) && proof != null) {
        problem(each, "is set beside " + proof.key() + "; allowed: one of the two");
        return;
      }
      proof = isSet(each) ? each : proof;
    }
    if (proof == null) {
      problem(
          first(),
          "is set without a secret; allowed: with client-secret, client-secret-file or client-key");
      return;
    }
    boolean byKey = token.authMethod() == ClientAuthentication.PRIVATE_KEY_JWT;
    if (byKey != (proof == TokenSchema.OAUTH2_CLIENT_KEY)) {
      problem(
          TokenSchema.OAUTH2_AUTH_METHOD,
          token.authMethod()
              + " does not go with "
              + proof.key()
              + "; allowed: private_key_jwt with a key, the others with a secret");
    }
  }

  private void needs(Setting<?> setting) {
    if (!isSet(setting)) {
      problem(first(), "is set without " + setting.key() + "; allowed: both or neither");
    }
  }

  /** The first setting that makes it a token of its kind. */
  private Setting<?> first() {
    for (Setting<?> setting : TokenSchema.SETTINGS) {
      if (token.kind().has(setting) && isSet(setting)) {
        return setting;
      }
    }
    throw new AssertionError(token.kind());
  }

  private boolean isSet(Setting<?> setting) {
    return origins.containsKey(setting);
  }

  private void problem(Setting<?> setting, String what) {
    problems.add(origins.get(setting).label() + ": " + what);
  }
}
