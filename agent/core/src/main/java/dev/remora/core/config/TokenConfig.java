package dev.remora.core.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** The token that the calls of a service carry. Immutable. */
public final class TokenConfig {
  /** Where a token comes from. */
  public enum Kind {
    /** A file that somebody else keeps fresh. */
    FILE("token.file"),
    /** The request that is served came with it. */
    RELAY("token.relay"),
    /** This process signs it. */
    JWT("token.jwt."),
    /** An authorization server issues it. */
    OAUTH2("token.oauth2.");

    private final String beginning;

    Kind(String beginning) {
      this.beginning = beginning;
    }

    /** Whether a setting is one of this kind's. */
    boolean has(Setting<?> setting) {
      return setting.key().startsWith(beginning);
    }

    /** The kind whose setting this is, or null. */
    static Kind of(Setting<?> setting) {
      for (Kind kind : values()) {
        if (kind.has(setting)) {
          return kind;
        }
      }
      return null;
    }
  }

  private final Map<Setting<?>, Object> values;
  private final Kind kind;
  private final String self;

  private TokenConfig(Map<Setting<?>, Object> values, Kind kind, String self) {
    this.values = values;
    this.kind = kind;
    this.self = self;
  }

  /**
   * The token of a service with {@code values}.
   *
   * @param self the service that this process serves, or null
   * @return null: there is none
   */
  static TokenConfig of(Map<Setting<?>, Object> values, String self) {
    for (Setting<?> setting : TokenSchema.SETTINGS) {
      Kind kind = Kind.of(setting);
      if (kind != null && values.containsKey(setting)) {
        return new TokenConfig(values, kind, self);
      }
    }
    return null;
  }

  /** Where it comes from. */
  public Kind kind() {
    return kind;
  }

  /** Whether it is sent without TLS too. */
  public boolean allowHttp() {
    return TokenSchema.ALLOW_HTTP.in(values);
  }

  /** The file that holds it. */
  public String file() {
    return TokenSchema.FILE.in(values);
  }

  /** When the token of the request that is served is sent on. */
  public Relay relay() {
    return TokenSchema.RELAY.in(values);
  }

  /** The file of the key that signs it, or the request for it; null: none does. */
  public String key() {
    return (kind == Kind.JWT ? TokenSchema.JWT_KEY : TokenSchema.OAUTH2_CLIENT_KEY).in(values);
  }

  /** The {@code kid} of that key; null: it has its own. */
  public String keyId() {
    return (kind == Kind.JWT ? TokenSchema.JWT_KEY_ID : TokenSchema.OAUTH2_CLIENT_KEY_ID)
        .in(values);
  }

  /** The {@code sub} of one signed here. */
  public String subject() {
    String subject = TokenSchema.JWT_SUBJECT.in(values);
    return subject == null ? self : subject;
  }

  /** The {@code iss} of one signed here. */
  public String jwtIssuer() {
    String issuer = TokenSchema.JWT_ISSUER.in(values);
    return issuer == null ? subject() : issuer;
  }

  /** The audience: of one signed here null means the service, else that none is asked for. */
  public String audience() {
    return (kind == Kind.JWT ? TokenSchema.JWT_AUDIENCE : TokenSchema.OAUTH2_AUDIENCE).in(values);
  }

  /** How long one signed here is good for. */
  public Duration lifetime() {
    return TokenSchema.JWT_LIFETIME.in(values);
  }

  /** The authorization server; null: it is not known, but its token endpoint is. */
  public HttpUrl issuer() {
    return TokenSchema.OAUTH2_ISSUER.in(values);
  }

  /** The token endpoint; null: the issuer tells it. */
  public HttpUrl tokenEndpoint() {
    return TokenSchema.OAUTH2_TOKEN_ENDPOINT.in(values);
  }

  /** Who this process is to that server. */
  public String clientId() {
    return TokenSchema.OAUTH2_CLIENT_ID.in(values);
  }

  /** The secret that proves it, or {@code env:NAME}; or null. Never logged, never in a message. */
  public String clientSecret() {
    return TokenSchema.OAUTH2_CLIENT_SECRET.in(values);
  }

  /** The file that holds that secret, or null. */
  public String clientSecretFile() {
    return TokenSchema.OAUTH2_CLIENT_SECRET_FILE.in(values);
  }

  /** How it is proved. */
  public ClientAuthentication authMethod() {
    ClientAuthentication method = TokenSchema.OAUTH2_AUTH_METHOD.in(values);
    if (method != null) {
      return method;
    }
    return key() == null
        ? ClientAuthentication.CLIENT_SECRET_BASIC
        : ClientAuthentication.PRIVATE_KEY_JWT;
  }

  /** The scopes to ask for, sorted; may be empty. */
  public SortedSet<String> scopes() {
    return new TreeSet<>(TokenSchema.OAUTH2_SCOPE.in(values));
  }

  /** When the token of the request that is served is exchanged. */
  public Exchange exchange() {
    return TokenSchema.OAUTH2_EXCHANGE.in(values);
  }

  /** PEM file of whom to trust the authorization server by; null: as the JVM does. */
  public String ca() {
    return TokenSchema.OAUTH2_CA.in(values);
  }

  /** Whether that server may be asked without TLS. */
  public boolean allowHttpToServer() {
    return TokenSchema.OAUTH2_ALLOW_HTTP.in(values);
  }

  /**
   * What is the same for settings that lead to the same tokens: of all services, but for one signed
   * here without an audience of its own.
   */
  public List<Object> identity(String service) {
    List<Object> identity = new ArrayList<>();
    identity.add(kind);
    for (Setting<?> setting : TokenSchema.SETTINGS) {
      if (kind.has(setting)) {
        identity.add(setting == TokenSchema.OAUTH2_SCOPE ? scopes() : setting.in(values));
      }
    }
    if (kind == Kind.JWT) {
      identity.add(audience() == null ? service : "");
    }
    return identity;
  }

  /** What is the same for settings by which the same client asks the same server. */
  public List<Object> clientIdentity() {
    List<Object> identity = new ArrayList<>();
    for (Setting<?> setting : TokenSchema.SETTINGS) {
      if (kind.has(setting)
          && setting != TokenSchema.OAUTH2_SCOPE
          && setting != TokenSchema.OAUTH2_AUDIENCE
          && setting != TokenSchema.OAUTH2_EXCHANGE) {
        identity.add(setting.in(values));
      }
    }
    return identity;
  }

  /** Where the token comes from, without a secret. */
  @Override
  public String toString() {
    switch (kind) {
      case FILE:
        return "file " + file();
      case RELAY:
        return "that of the request being served";
      case JWT:
        return "jwt signed with " + key();
      default:
        return "oauth2 client "
            + clientId()
            + " at "
            + (issuer() == null ? tokenEndpoint() : issuer());
    }
  }
}
