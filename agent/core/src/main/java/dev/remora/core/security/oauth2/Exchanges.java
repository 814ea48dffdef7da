package dev.remora.core.security.oauth2;

import dev.remora.core.config.TokenConfig;
import dev.remora.core.discovery.remote.Outage;
import dev.remora.core.security.Credential;
import dev.remora.core.security.Issuer;
import dev.remora.core.security.Renewal;
import dev.remora.core.security.Resources;
import dev.remora.core.security.Slot;
import dev.remora.core.security.TokenCounts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tokens that were got for others (RFC 8693): each lives as long as calls want it, and those that
 * were wanted least recently go when there are too many.
 */
final class Exchanges implements Outage.Query, AutoCloseable {
  static final int MOST = 1000;

  /** How many go at once, so that not each new one looks through all. */
  private static final int FEWER = 100;

  private static final String GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";
  private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

  /** While the server is down one call in that time finds out whether it still is. */
  private static final long PROBE_NANOS = 1_000_000_000;

  private final TokenConfig config;
  private final OAuth2Client client;
  private final Resources resources;
  private final TokenCounts counts;
  private final ConcurrentHashMap<String, Exchanged> byToken = new ConcurrentHashMap<>();
  private final AtomicBoolean trimming = new AtomicBoolean();
  private final AtomicLong probed;

  Exchanges(TokenConfig config, OAuth2Client client, Resources resources, TokenCounts counts) {
    this.config = config;
    this.client = client;
    this.resources = resources;
    this.counts = counts;
    this.probed = new AtomicLong(resources.ticker().nanos() - PROBE_NANOS);
  }

  /** What a call is sent with that is made for a request with {@code inbound}. */
  Credential credential(String service, String inbound, long now) {
    Exchanged exchanged = byToken.get(inbound);
    if (exchanged != null && exchanged.slot.isGood(now)) {
      exchanged.used = now;
      exchanged.renewal.wanted();
      return exchanged.slot;
    }
    if (client.outage().isDown() && !mayProbe(now)) {
      return Credential.rejected(service, "no token: " + config + " issues none at present");
    }
    if (exchanged == null) {
      exchanged = add(inbound);
    }
    exchanged.used = now;
    exchanged.renewal.wanted();
    return exchanged.slot.credential(service, resources.firstCallNanos(), now);
  }

  private boolean mayProbe(long now) {
    long last = probed.get();
    return now - last >= PROBE_NANOS && probed.compareAndSet(last, now);
  }

  private Exchanged add(String inbound) {
    Exchanged mine = new Exchanged(inbound);
    Exchanged other = byToken.putIfAbsent(inbound, mine);
    if (byToken.size() > MOST && trimming.compareAndSet(false, true)) {
      try {
        trim();
      } finally {
        trimming.set(false);
      }
    }
    return other == null ? mine : other;
  }

  private void trim() {
    List<Exchanged> all = new ArrayList<>(byToken.values());
    long now = resources.ticker().nanos();
    for (Exchanged each : all) {
      each.age = now - each.used;
    }
    all.sort(Comparator.comparingLong((Exchanged each) -> each.age).reversed());
    for (Exchanged each : all.subList(0, Math.max(0, all.size() - MOST + FEWER))) {
      byToken.remove(each.inbound);
      each.renewal.close();
    }
  }

  /** How many there are. */
  int size() {
    return byToken.size();
  }

  @Override
  public void nudge() {
    // The next call that wants one asks for it.
  }

  @Override
  public void close() {
    for (Exchanged each : byToken.values()) {
      each.renewal.close();
    }
    client.outage().ended(this);
  }

  private final class Exchanged {
    final String inbound;
    final Slot slot = new Slot(resources.ticker(), counts);
    final Renewal renewal;
    volatile long used = resources.ticker().nanos();

    /** What {@link #used} said when they were put in order, which goes on changing. */
    long age;

    Exchanged(String inbound) {
      this.inbound = inbound;
      this.renewal =
          Renewal.onDemand(slot, this::issue, resources, client.outage(), Exchanges.this);
    }

    private void issue(Issuer.Answer answer) {
      Form grant =
          new Form()
              .with("grant_type", GRANT)
              .with("subject_token", inbound)
              .with("subject_token_type", ACCESS_TOKEN)
              .with("requested_token_type", ACCESS_TOKEN)
              .scopes(config.scopes())
              .with("audience", config.audience());
      client.ask(grant, answer);
    }
  }
}
