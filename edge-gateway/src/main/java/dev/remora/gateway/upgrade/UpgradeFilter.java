package dev.remora.gateway.upgrade;

import dev.remora.core.config.Type;
import dev.remora.core.config.Types;
import dev.remora.gateway.config.Section;
import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.Filter;
import dev.remora.gateway.exchange.Problem;
import dev.remora.gateway.exchange.UpgradeRules;
import dev.remora.gateway.plan.FilterPlan;
import dev.remora.gateway.plan.FilterType;
import dev.remora.gateway.plan.Parts;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Says which protocols a route's connections may change to, how long they idle, and how many. */
public final class UpgradeFilter implements Filter {
  /** The settings {@code upgrade} of a route. */
  public static final FilterType TYPE =
      new FilterType() {
        @Override
        public String key() {
          return "upgrade";
        }

        @Override
        public FilterPlan read(Section route) {
          return route.optional(key(), UpgradeFilter::read);
        }
      };

  private static final Type<String> PROTOCOL =
      new Type<String>("none, websocket, or the name of another protocol but HTTP") {
        @Override
        public String parse(String text) {
          String lower = text.toLowerCase(Locale.ROOT);
          // Those are the gateway's to speak, and would pass by all that it does.
          if (!text.matches("[A-Za-z0-9!#$%&'*+.^_`|~/-]+")
              || lower.startsWith("h2")
              || lower.startsWith("http")
              || lower.startsWith("tls")) {
            throw new BadValue("is not a protocol that connections may change to");
          }
          return lower;
        }
      };

  private static final int MOST = 1_000_000;
  private static final int DEFAULT_MOST = 10_000;

  private static final Problem TOO_MANY =
      Problem.of(503, "too-many-upgrades", "No more such connections are made at present.")
          .header("retry-after", "1");

  private final UpgradeRules rules;
  private final int most;
  private final AtomicInteger open;

  private UpgradeFilter(UpgradeRules rules, int most, AtomicInteger open) {
    this.rules = rules;
    this.most = most;
    this.open = open;
  }

  private static Plan read(Section upgrade) {
    Set<String> allow = new HashSet<>(upgrade.values("allow", PROTOCOL));
    boolean none = allow.remove("none");
    if (none && !allow.isEmpty()) {
      upgrade.problem("allow", "none stands alone; allowed: none, or protocols");
    }
    Duration idle = upgrade.value("idle-timeout", Types.duration("1s", "24h"), UpgradeRules.IDLE);
    int most = upgrade.value("max-connections", Types.count(1, MOST), DEFAULT_MOST);
    return new Plan(none || !allow.isEmpty() ? allow : UpgradeRules.DEFAULT.allow(), idle, most);
  }

  /** As it is configured. */
  private record Plan(Set<String> allow, Duration idle, int most) implements FilterPlan {
    @Override
    public Filter build(String route, Parts parts) {
      AtomicInteger open = parts.shared(new Key(route), AtomicInteger::new);
      return new UpgradeFilter(new UpgradeRules(Set.copyOf(allow), idle), most, open);
    }
  }

  /** Of the count, which outlives a reload as the connections do. */
  private record Key(String route) {}

  @Override
  public String describe() {
    return "upgrade to " + String.join(", ", rules.allow()) + ", idle " + rules.idle();
  }

  @Override
  public boolean request(Exchange exchange) {
    exchange.upgradeRules(rules);
    if (Handshake.of(exchange) == null) {
      return true;
    }
    if (open.incrementAndGet() > most) {
      open.decrementAndGet();
      exchange.reply(TOO_MANY);
      return false;
    }
    exchange.note(this, true);
    return true;
  }

  @Override
  public void ended(Exchange exchange) {
    if (exchange.note(this) != null) {
      open.decrementAndGet();
    }
  }
}
