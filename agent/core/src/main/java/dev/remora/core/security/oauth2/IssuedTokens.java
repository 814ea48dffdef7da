package dev.remora.core.security.oauth2;

import dev.remora.core.config.Exchange;
import dev.remora.core.config.TokenConfig;
import dev.remora.core.routing.Context;
import dev.remora.core.routing.RequestInfo;
import dev.remora.core.security.Credential;
import dev.remora.core.security.Issuer;
import dev.remora.core.security.Renewal;
import dev.remora.core.security.Resources;
import dev.remora.core.security.Slot;
import dev.remora.core.security.TokenSource;
import dev.remora.core.security.TokenStatus;

/** Tokens of one audience and one set of scopes. */
public final class IssuedTokens implements TokenSource, Issuer {
  private final TokenConfig config;
  private final OAuth2Client client;
  private final Resources resources;
  private final Slot own;
  private final Exchanges exchanges;
  private volatile Renewal renewal;

  /** Tokens as {@code config} asks for; none is asked for yet. */
  public IssuedTokens(TokenConfig config, OAuth2Client client, Resources resources) {
    this.config = config;
    this.client = client;
    this.resources = resources;
    this.own = new Slot(resources.ticker());
    this.exchanges =
        config.exchange() == Exchange.NEVER
            ? null
            : new Exchanges(config, client, resources, own.counts());
  }

  @Override
  public Credential credential(String service, RequestInfo request, long now) {
    if (exchanges != null) {
      Context context = request.context();
      String inbound = context == null ? null : context.token();
      if (inbound != null) {
        return exchanges.credential(service, inbound, now);
      }
      if (config.exchange() == Exchange.ALWAYS) {
        return Credential.rejected(
            service, "no token: the request that is being served has none to exchange");
      }
    }
    if (renewal == null) {
      begin();
    }
    return own.credential(service, resources.firstCallNanos(), now);
  }

  private synchronized void begin() {
    if (renewal == null) {
      renewal = Renewal.kept(own, this, resources, client.outage()).start();
    }
  }

  /** The client's own token (RFC 6749, section 4.4). */
  @Override
  public void issue(Answer answer) {
    Form grant =
        new Form()
            .with("grant_type", "client_credentials")
            .scopes(config.scopes())
            .with("audience", config.audience());
    client.ask(grant, answer);
  }

  @Override
  public TokenStatus status(String source, long now) {
    return config.exchange() == Exchange.ALWAYS
        ? TokenStatus.exchanging(source, client.outage().isDown(), own.counts())
        : TokenStatus.of(source, own, now);
  }

  @Override
  public synchronized void close() {
    if (renewal != null) {
      renewal.close();
    }
    if (exchanges != null) {
      exchanges.close();
    }
  }
}
