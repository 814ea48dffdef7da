package dev.remora.core.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The settings of a service's token: of one source, and how it is sent. */
final class TokenSchema {
  static final Setting<String> FILE =
      Setting.one(
              "token.file",
              Types.PATH,
              null,
              "A file that holds a bearer token for the service, read anew when it changes.")
          .live();

  static final Setting<Relay> RELAY =
      Setting.one(
              "token.relay",
              Types.oneOf(Relay.class),
              null,
              "Whether the token of the request being served is sent on as it is; always rejects"
                  + " calls without one.")
          .live();

  static final Setting<Boolean> ALLOW_HTTP =
      Setting.one(
              "token.allow-http",
              Types.FLAG,
              false,
              "Whether the token is sent without TLS too, for whoever is on the wire to read.")
          .live();

  static final Setting<String> JWT_KEY =
      Setting.one(
              "token.jwt.key",
              Types.PATH,
              null,
              "PEM file (PKCS#8) or JWK file of the key that signs tokens, read anew when it changes.")
          .live();

  static final Setting<String> JWT_KEY_ID =
      Setting.one(
              "token.jwt.key-id",
              Types.TEXT,
              null,
              "The kid of the tokens; else that of the JWK, or the key's RFC 7638 thumbprint.")
          .live();

  static final Setting<String> JWT_ISSUER =
      Setting.one("token.jwt.issuer", Types.TEXT, null, "The iss of the tokens; else their sub.")
          .live();

  static final Setting<String> JWT_SUBJECT =
      Setting.one(
              "token.jwt.subject",
              Types.TEXT,
              null,
              "The sub of the tokens; else the first service that this process registers.")
          .live();

  static final Setting<String> JWT_AUDIENCE =
      Setting.one(
              "token.jwt.audience",
              Types.TEXT,
              null,
              "The aud of the tokens; else the service that is called.")
          .live();

  static final Setting<Duration> JWT_LIFETIME =
      Setting.one(
              "token.jwt.lifetime",
              Types.duration("10s", "5m"),
              Duration.ofMinutes(5),
              "How long a token is good for.")
          .live();

  static final Setting<HttpUrl> OAUTH2_ISSUER =
      Setting.one(
              "token.oauth2.issuer",
              Types.HTTP_URL,
              null,
              "The authorization server, whose metadata name its token endpoint.")
          .live();

  static final Setting<HttpUrl> OAUTH2_TOKEN_ENDPOINT =
      Setting.one(
              "token.oauth2.token-endpoint",
              Types.HTTP_URL,
              null,
              "The token endpoint, where no metadata are to be asked for it.")
          .live();

  static final Setting<String> OAUTH2_CLIENT_ID =
      Setting.one("token.oauth2.client-id", Types.TEXT, null, "Who this process is to that server.")
          .live();

  static final Setting<String> OAUTH2_CLIENT_SECRET =
      Setting.one(
              "token.oauth2.client-secret",
              Types.CLIENT_SECRET,
              null,
              "The secret that proves it, or the environment variable that holds it.")
          .live()
          .secret();

  static final Setting<String> OAUTH2_CLIENT_SECRET_FILE =
      Setting.one(
              "token.oauth2.client-secret-file",
              Types.PATH,
              null,
              "A file that holds that secret, read anew when it changes.")
          .live();

  static final Setting<String> OAUTH2_CLIENT_KEY =
      Setting.one(
              "token.oauth2.client-key",
              Types.PATH,
              null,
              "PEM file (PKCS#8) or JWK file of the key that proves it instead, read anew when it"
                  + " changes.")
          .live();

  static final Setting<String> OAUTH2_CLIENT_KEY_ID =
      Setting.one(
              "token.oauth2.client-key-id",
              Types.TEXT,
              null,
              "The kid of what it signs; else that of the JWK, or the key's RFC 7638 thumbprint.")
          .live();

  static final Setting<ClientAuthentication> OAUTH2_AUTH_METHOD =
      Setting.one(
              "token.oauth2.auth-method",
              Types.CLIENT_AUTHENTICATION,
              null,
              "How it is proved; else client_secret_basic with a secret, private_key_jwt with a"
                  + " key.")
          .live();

  static final Setting<List<String>> OAUTH2_SCOPE =
      Setting.list(
              "token.oauth2.scope",
              Types.SCOPE,
              Collections.<String>emptyList(),
              "The scopes to ask for.")
          .live();

  static final Setting<String> OAUTH2_AUDIENCE =
      Setting.one(
              "token.oauth2.audience", Types.TEXT, null, "The audience to ask for, where one is.")
          .live();

  static final Setting<Exchange> OAUTH2_EXCHANGE =
      Setting.one(
              "token.oauth2.exchange",
              Types.oneOf(Exchange.class),
              Exchange.NEVER,
              "Whether the token of the request being served is exchanged for the call's; always"
                  + " rejects calls without one.")
          .live();

  static final Setting<String> OAUTH2_CA =
      Setting.one(
              "token.oauth2.ca",
              Types.PATH,
              null,
              "PEM file of the CA certificates to trust that server by; else the JVM's.")
          .live();

  static final Setting<Boolean> OAUTH2_ALLOW_HTTP =
      Setting.one(
              "token.oauth2.allow-http",
              Types.FLAG,
              false,
              "Whether that server may be asked without TLS, even on another machine.")
          .live();

  /** All of them. */
  static final List<Setting<?>> SETTINGS =
      Collections.unmodifiableList(
          Arrays.<Setting<?>>asList(
              FILE,
              RELAY,
              ALLOW_HTTP,
              JWT_KEY,
              JWT_KEY_ID,
              JWT_ISSUER,
              JWT_SUBJECT,
              JWT_AUDIENCE,
              JWT_LIFETIME,
              OAUTH2_ISSUER,
              OAUTH2_TOKEN_ENDPOINT,
              OAUTH2_CLIENT_ID,
              OAUTH2_CLIENT_SECRET,
              OAUTH2_CLIENT_SECRET_FILE,
              OAUTH2_CLIENT_KEY,
              OAUTH2_CLIENT_KEY_ID,
              OAUTH2_AUTH_METHOD,
              OAUTH2_SCOPE,
              OAUTH2_AUDIENCE,
              OAUTH2_EXCHANGE,
              OAUTH2_CA,
              OAUTH2_ALLOW_HTTP));

  private TokenSchema() {}
}
