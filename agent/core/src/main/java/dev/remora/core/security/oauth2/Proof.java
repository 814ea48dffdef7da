package dev.remora.core.security.oauth2;

import dev.remora.core.config.ClientAuthentication;
import dev.remora.core.config.TokenConfig;
import dev.remora.core.discovery.remote.Fault;
import dev.remora.core.discovery.remote.Secret;
import dev.remora.core.security.jwt.KeyFile;
import dev.remora.core.security.jwt.KeyFiles;
import dev.remora.core.transport.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** How a client shows who it is. */
final class Proof {
  private static final String ENVIRONMENT = "env:";
  private static final String ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  private static final long ASSERTION_MILLIS = 60_000;

  private final TokenConfig config;
  private final Secret secret;
  private final KeyFile key;

  Proof(TokenConfig config, KeyFiles files) {
    this.config = config;
    this.key = config.key() == null ? null : files.file(config.key());
    this.secret =
        key == null
            ? new Secret("client secret", fixed(config.clientSecret()), config.clientSecretFile())
            : null;
  }

  private static String fixed(String setting) {
    return setting != null && setting.startsWith(ENVIRONMENT)
        ? System.getenv(setting.substring(ENVIRONMENT.length()))
        : setting;
  }

  /**
   * Adds it to a request's form.
   *
   * @param audience the server, as a token for it has to name it
   * @return the value of its {@code Authorization}, or null
   */
  String add(Form form, String audience) throws Fault {
    if (key != null) {
      form.with("client_id", config.clientId())
          .with("client_assertion_type", ASSERTION)
          .with(
              "client_assertion",
              key.key()
                  .sign(
                      config.keyId(),
                      config.clientId(),
                      config.clientId(),
                      audience,
                      System.currentTimeMillis(),
                      ASSERTION_MILLIS));
      return null;
    }
    String value = secret();
    if (config.authMethod() == ClientAuthentication.CLIENT_SECRET_POST) {
      form.with("client_id", config.clientId()).with("client_secret", value);
      return null;
    }
    // RFC 6749, section 2.3.1: both are encoded before they are joined.
    String pair = Form.encode(config.clientId()) + ":" + Form.encode(value);
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
  }

  private String secret() throws Fault {
    if (!secret.configured()) {
      throw new Fault(
          Fault.Kind.REFUSED,
          0,
          "the environment variable "
              + config.clientSecret().substring(ENVIRONMENT.length())
              + " is not set");
    }
    try {
      return secret.value();
    } catch (IOException e) {
      throw new Fault(Fault.Kind.REFUSED, 0, e.getMessage());
    }
  }

  /** It did not do: the secret's file is read again even if it looks unchanged. */
  void refused() {
    if (secret != null) {
      secret.refused();
    }
  }

  /** {@code text} without the secret in it, should the server have echoed it. */
  String redact(String text) {
    return secret == null ? text : secret.redact(text);
  }

  /** Sends with {@code request} what {@link #add} has said. */
  static Request authorized(Request request, String authorization) {
    return authorization == null ? request : request.header("Authorization", authorization);
  }
}
