package dev.remora.core.security;

import dev.remora.core.concurrent.Scheduler;
import dev.remora.core.concurrent.Ticker;
import dev.remora.core.config.TokenConfig;
import dev.remora.core.log.Log;
import dev.remora.core.security.jwt.KeyFiles;
import dev.remora.core.security.jwt.SignedTokens;
import dev.remora.core.security.oauth2.Clients;
import dev.remora.core.security.oauth2.IssuedTokens;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * The sources of all tokens. Services whose settings lead to the same token share its source, which
 * begins when the first of them is called.
 */
public final class Tokens implements AutoCloseable {
  private final Resources resources;

  // Guarded by this.
  private final Map<Object, TokenSource> sources = new HashMap<>();
  private KeyFiles keys;
  private Clients clients;

  /**
   * No tokens so far.
   *
   * @param scheduler where they are got
   * @param firstCallNanos how long the first calls that need a token may wait for it
   */
  public Tokens(Scheduler scheduler, Ticker ticker, Log log, long firstCallNanos) {
    this.resources = new Resources(scheduler, ticker, log, firstCallNanos);
  }

  /** Lets first calls wait for another time, in nanoseconds; 0: not at all. */
  public void setFirstCallNanos(long nanos) {
    resources.setFirstCallNanos(nanos);
  }

  /** The source of the tokens that {@code config} asks for, begun now if there is none yet. */
  synchronized TokenSource source(String service, TokenConfig config) {
    Object key = config.identity(service);
    TokenSource source = sources.get(key);
    if (source == null) {
      source = open(service, config);
      sources.put(key, source);
    }
    return source;
  }

  private TokenSource open(String service, TokenConfig config) {
    if (keys == null) {
      keys = new KeyFiles(resources);
    }
    switch (config.kind()) {
      case FILE:
        return new FileTokens(config.file(), resources);
      case RELAY:
        return new RelayedTokens(config.relay());
      case JWT:
        return new SignedTokens(service, config, keys, resources);
      default:
        if (clients == null) {
          clients = new Clients(keys, resources);
        }
        return new IssuedTokens(config, clients.client(config), resources);
    }
  }

  /** How it stands with the token of a service. */
  synchronized TokenStatus status(String service, TokenConfig config) {
    TokenSource source = sources.get(config.identity(service));
    return source == null
        ? TokenStatus.idle(config.toString())
        : source.status(config.toString(), resources.ticker().nanos());
  }

  /** Ends the sources of which none of {@code clusters} makes use any more. */
  public synchronized void retain(Collection<? extends SecuredCluster> clusters) {
    Set<Object> used = new HashSet<>();
    for (SecuredCluster cluster : clusters) {
      if (cluster.token() != null) {
        used.add(cluster.token().identity(cluster.service()));
      }
    }
    for (Iterator<Map.Entry<Object, TokenSource>> all = sources.entrySet().iterator();
        all.hasNext(); ) {
      Map.Entry<Object, TokenSource> each = all.next();
      if (!used.contains(each.getKey())) {
        each.getValue().close();
        all.remove();
      }
    }
  }

  /** Gets no more tokens. */
  @Override
  public synchronized void close() {
    for (TokenSource source : sources.values()) {
      source.close();
    }
    sources.clear();
    resources.close();
  }
}
