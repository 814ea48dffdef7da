package dev.remora.core.security.jwt;

import dev.remora.core.config.TokenConfig;
import dev.remora.core.discovery.remote.Fault;
import dev.remora.core.discovery.remote.Outage;
import dev.remora.core.routing.RequestInfo;
import dev.remora.core.security.Credential;
import dev.remora.core.security.Issuer;
import dev.remora.core.security.NoTokens;
import dev.remora.core.security.Renewal;
import dev.remora.core.security.Resources;
import dev.remora.core.security.Slot;
import dev.remora.core.security.TokenSource;
import dev.remora.core.security.TokenStatus;

/** Tokens for one audience that this process signs, in the background. */
public final class SignedTokens implements TokenSource, Issuer {
  private final String audience;
  private final TokenConfig config;
  private final KeyFile file;
  private final Resources resources;
  private final Slot slot;
  private final Renewal renewal;
  private final Runnable changed;

  /** Tokens for {@code service}, unless the settings name another audience. */
  public SignedTokens(String service, TokenConfig config, KeyFiles files, Resources resources) {
    this.audience = config.audience() == null ? service : config.audience();
    this.config = config;
    this.resources = resources;
    this.slot = new Slot(resources.ticker());
    this.file = files.file(config.key());
    Outage outage = new Outage(new NoTokens(config.toString(), resources.log()), resources.timer());
    this.renewal = Renewal.kept(slot, this, resources, outage);
    this.changed = renewal::renew;
    file.onChange(changed);
    renewal.start();
  }

  @Override
  public void issue(Answer answer) {
    SigningKey key;
    try {
      key = file.key();
    } catch (Fault e) {
      answer.failed(e);
      return;
    }
    long millis = config.lifetime().toMillis();
    String token =
        key.sign(
            config.keyId(),
            config.jwtIssuer(),
            config.subject(),
            audience,
            System.currentTimeMillis(),
            millis);
    // What it says is in whole seconds, and may be one less.
    answer.issued(token, (millis - 1000) * 1_000_000);
  }

  @Override
  public Credential credential(String service, RequestInfo request, long now) {
    return slot.credential(service, resources.firstCallNanos(), now);
  }

  @Override
  public TokenStatus status(String source, long now) {
    return TokenStatus.of(source, slot, now);
  }

  @Override
  public void close() {
    file.forget(changed);
    renewal.close();
  }
}
