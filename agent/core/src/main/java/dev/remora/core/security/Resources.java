package dev.remora.core.security;

import dev.remora.core.concurrent.Scheduler;
import dev.remora.core.concurrent.Ticker;
import dev.remora.core.discovery.remote.Timer;
import dev.remora.core.log.Log;
import dev.remora.core.transport.Transport;

/** What all sources of tokens share. */
public class Resources implements AutoCloseable {
  private final Scheduler scheduler;
  private final Ticker ticker;
  private final Log log;
  private volatile long firstCallNanos;
  private Transport transport;

  /**
   * What sources need.
   *
   * @param scheduler where tokens are got
   * @param firstCallNanos how long the first calls that need a token may wait for it
   */
  public Resources(Scheduler scheduler, Ticker ticker, Log log, long firstCallNanos) {
    this.scheduler = scheduler;
    this.ticker = ticker;
    this.log = log;
    this.firstCallNanos = firstCallNanos;
  }

  /** Where tokens are got. */
  public final Scheduler scheduler() {
    return scheduler;
  }

  /** By whose time tokens expire. */
  public final Ticker ticker() {
    return ticker;
  }

  /** Where outages are told. */
  public final Log log() {
    return log;
  }

  /** How long the first calls may wait, in nanoseconds. */
  public final long firstCallNanos() {
    return firstCallNanos;
  }

  final void setFirstCallNanos(long nanos) {
    firstCallNanos = nanos;
  }

  /** Runs {@code task} in a while, never on the calling thread. */
  public void later(long millis, Runnable task) {
    scheduler.after(millis, task);
  }

  /** For what wakes others. */
  public final Timer timer() {
    return new Timer(scheduler.timer());
  }

  /** The way to authorization servers; its thread starts with the first request. */
  public final synchronized Transport transport() {
    if (transport == null) {
      transport = new Transport(scheduler.timer(), log);
    }
    return transport;
  }

  @Override
  public final synchronized void close() {
    if (transport != null) {
      transport.close();
    }
  }
}
