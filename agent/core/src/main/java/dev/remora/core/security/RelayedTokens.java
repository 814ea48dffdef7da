package dev.remora.core.security;

import dev.remora.core.config.Relay;
import dev.remora.core.routing.Context;
import dev.remora.core.routing.RequestInfo;

/** The tokens of the requests that are being served, each for the calls that are made for it. */
final class RelayedTokens implements TokenSource {
  private final Relay relay;
  private final TokenCounts counts = new TokenCounts();

  RelayedTokens(Relay relay) {
    this.relay = relay;
  }

  @Override
  public Credential credential(String service, RequestInfo request, long now) {
    Context context = request.context();
    String token = context == null ? null : context.token();
    if (token != null) {
      return new Relayed(token);
    }
    return relay == Relay.ALWAYS
        ? Credential.rejected(
            service, "no token: the request that is being served has none to send on")
        : null;
  }

  @Override
  public TokenStatus status(String source, long now) {
    return TokenStatus.exchanging(source, false, counts);
  }

  @Override
  public void close() {
    // It holds nothing.
  }

  private static final class Relayed extends Credential {
    private final String[] headers;

    Relayed(String token) {
      this.headers = new String[] {"authorization", "Bearer " + token};
    }

    @Override
    public String rejection() {
      return null;
    }

    @Override
    public String[] headers() {
      return headers;
    }
  }
}
