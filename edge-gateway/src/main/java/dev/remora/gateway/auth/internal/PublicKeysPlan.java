package dev.remora.gateway.auth.internal;

import dev.remora.core.config.Types;
import dev.remora.gateway.auth.Desk;
import dev.remora.gateway.config.Section;
import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.Filter;
import dev.remora.gateway.exchange.FixedReply;
import dev.remora.gateway.plan.FilterPlan;
import dev.remora.gateway.plan.FilterType;
import dev.remora.gateway.plan.Parts;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * The setting {@code internal-token-keys: true} of a route, which answers with the public keys that
 * services verify internal tokens with.
 *
 * @param tokens whose keys; null: see {@code Authentication.bind}
 */
public record PublicKeysPlan(InternalTokenPlan tokens) implements FilterPlan {
  /** The filter of a route. */
  public static final FilterType TYPE =
      new FilterType() {
        @Override
        public String key() {
          return "internal-token-keys";
        }

        @Override
        public FilterPlan read(Section route) {
          return route.value(key(), Types.FLAG, false) ? new PublicKeysPlan(null) : null;
        }
      };

  @Override
  public boolean answers() {
    return true;
  }

  @Override
  public Filter build(String route, Parts parts) {
    InternalTokens keys = Desk.of(parts).tokens(tokens);
    return new Filter() {
      @Override
      public boolean request(Exchange exchange) {
        exchange.reply(
            new FixedReply(
                200,
                List.of("content-type", "application/jwk-set+json", "cache-control", "max-age=60"),
                Buffer.buffer(keys.publicKeys())));
        return false;
      }

      @Override
      public String describe() {
        return "internal-token-keys";
      }
    };
  }
}
