package dev.remora.core.security;

import dev.remora.core.concurrent.Scheduler;
import dev.remora.core.concurrent.Ticker;
import dev.remora.core.config.TokenConfig;
import dev.remora.core.log.Log;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * The sources of all tokens. Services whose settings lead to the same token share its source, which
 * begins when the first of them is called.
 */
public final class Tokens implements AutoCloseable {
  static final long MILLI = 1_000_000;

  private final Scheduler scheduler;
  private final Ticker ticker;
  private final Log log;
  private volatile long firstCallNanos;

  // Guarded by this.
  private final Map<Object, TokenSource> sources = new HashMap<>();

  /**
   * No tokens so far.
   *
   * @param scheduler where they are got
   * @param firstCallNanos how long the first calls that need a token may wait for it
   */
  public Tokens(Scheduler scheduler, Ticker ticker, Log log, long firstCallNanos) {
    this.scheduler = scheduler;
    this.ticker = ticker;
    this.log = log;
    this.firstCallNanos = firstCallNanos;
  }

  Scheduler scheduler() {
    return scheduler;
  }

  Ticker ticker() {
    return ticker;
  }

  Log log() {
    return log;
  }

  long firstCallNanos() {
    return firstCallNanos;
  }

  /** Lets first calls wait for another time, in nanoseconds; 0: not at all. */
  public void setFirstCallNanos(long nanos) {
    firstCallNanos = nanos;
  }

  /** The source of the tokens that {@code config} asks for. */
  synchronized TokenSource source(TokenConfig config) {
    Object key = key(config);
    TokenSource source = sources.get(key);
    if (source == null) {
      source = new FileTokens(config.file(), this);
      sources.put(key, source);
    }
    return source;
  }

  private static Object key(TokenConfig config) {
    return config.file();
  }

  /**
   * Ends the sources of which none of {@code clusters} makes use any more, after other settings.
   */
  public synchronized void retain(Collection<? extends SecuredCluster> clusters) {
    Map<Object, Boolean> used = new HashMap<>();
    for (SecuredCluster cluster : clusters) {
      if (cluster.token() != null) {
        used.put(key(cluster.token()), true);
      }
    }
    for (Iterator<Map.Entry<Object, TokenSource>> all = sources.entrySet().iterator();
        all.hasNext(); ) {
      Map.Entry<Object, TokenSource> each = all.next();
      if (!used.containsKey(each.getKey())) {
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
  }
}
