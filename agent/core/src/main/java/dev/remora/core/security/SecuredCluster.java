package dev.remora.core.security;

import dev.remora.core.concurrent.Ticker;
import dev.remora.core.config.ServiceConfig;
import dev.remora.core.config.TokenConfig;
import dev.remora.core.resilience.Chance;
import dev.remora.core.resilience.ResilientCluster;
import dev.remora.core.routing.RequestInfo;
import java.util.concurrent.Executor;

/** A resilient cluster whose calls may need a token. */
public final class SecuredCluster extends ResilientCluster {
  private final Tokens tokens;
  private volatile TokenPolicy policy;

  /** See {@link ResilientCluster}. */
  public SecuredCluster(
      String service,
      ServiceConfig config,
      Executor background,
      Chance chance,
      Ticker ticker,
      Tokens tokens) {
    super(service, config, background, chance, ticker);
    this.tokens = tokens;
    this.policy = policy(config);
  }

  @Override
  public void configure(ServiceConfig config, long now) {
    ServiceConfig before = policies().config();
    super.configure(config, now);
    if (!config.sameAs(before, "token.")) {
      policy = policy(config);
    }
  }

  private TokenPolicy policy(ServiceConfig config) {
    TokenConfig token = config.token();
    return token == null ? null : new TokenPolicy(service(), token, tokens);
  }

  /** The token that calls carry, as it is set; null: none. */
  public TokenConfig token() {
    return policies().config().token();
  }

  /** How it stands with that token; null: calls carry none. */
  public TokenStatus tokenStatus() {
    TokenConfig token = token();
    return token == null ? null : tokens.status(service(), token);
  }

  /**
   * What a call is sent with; the first calls may wait for it.
   *
   * @param request null where the client does not tell
   * @param now of the mesh's ticker, in nanoseconds
   * @return null: it needs no token, or goes nowhere as there is no endpoint
   */
  public Credential credential(RequestInfo request, long now) {
    TokenPolicy current = policy;
    return current == null || rotation() == null ? null : current.credential(request, now);
  }
}
