package dev.remora.gateway.auth;

import dev.remora.core.concurrent.DaemonThreads;
import dev.remora.core.log.Log;
import dev.remora.core.transport.Transport;
import dev.remora.gateway.auth.internal.InternalTokenPlan;
import dev.remora.gateway.auth.internal.InternalTokens;
import dev.remora.gateway.plan.Parts;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * What all mechanisms of a gateway share: the way to issuers, threads for what takes long, and the
 * mechanisms themselves, which outlive a reload that leaves their settings alone.
 */
public final class Desk implements AutoCloseable {
  private static final long TEND_MILLIS = 500;

  /** What waits longer than these take, some 100 ms, is better told to come again. */
  private static final int MOST_WAITING = 256;

  private static final int HELPERS = 4;

  private final Log log;
  private final ScheduledExecutorService timer;
  private final Transport transport;
  private final ThreadPoolExecutor verifiers;
  private final ThreadPoolExecutor helpers;
  private final AtomicBoolean tended = new AtomicBoolean();
  private final Future<?> tending;

  /** By settings; those that no route has any more are collected. Guarded by this. */
  private final Map<Object, WeakReference<Tended>> kept = new HashMap<>();

  /**
   * One without mechanisms.
   *
   * @param timer not shut down here
   */
  public Desk(Log log, ScheduledExecutorService timer) {
    this.log = log;
    this.timer = timer;
    this.transport = new Transport(timer, log);
    this.verifiers =
        pool("remora-verify", Runtime.getRuntime().availableProcessors(), MOST_WAITING);
    this.helpers = pool("remora-auth", HELPERS, MOST_WAITING);
    this.tending =
        timer.scheduleWithFixedDelay(this::tick, TEND_MILLIS, TEND_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static ThreadPoolExecutor pool(String name, int threads, int waiting) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(waiting),
            new DaemonThreads(name));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** The one of a gateway. */
  public static Desk of(Parts parts) {
    return parts.shared(Desk.class, () -> new Desk(parts.log(), parts.mesh().timer()));
  }

  /** The mechanism of {@code plan}. */
  Mechanism mechanism(MechanismPlan plan) {
    return (Mechanism) kept(plan, () -> plan.build(this));
  }

  /** The tokens of {@code plan}. */
  public InternalTokens tokens(InternalTokenPlan plan) {
    return (InternalTokens) kept(plan, () -> new InternalTokens(plan, log));
  }

  private synchronized Tended kept(Object plan, Supplier<Tended> build) {
    WeakReference<Tended> known = kept.get(plan);
    Tended built = known == null ? null : known.get();
    if (built == null) {
      built = build.get();
      kept.put(plan, new WeakReference<>(built));
    }
    return built;
  }

  private void tick() {
    if (!tended.compareAndSet(false, true)) {
      return;
    }
    try {
      helpers.execute(this::tend);
    } catch (RejectedExecutionException e) {
      tended.set(false);
    }
  }

  private void tend() {
    try {
      tendAll();
    } finally {
      tended.set(false);
    }
  }

  private void tendAll() {
    Tended[] all;
    synchronized (this) {
      kept.values().removeIf(each -> each.get() == null);
      all = kept.values().stream().map(WeakReference::get).toArray(Tended[]::new);
    }
    for (Tended each : all) {
      if (each != null) {
        each.tend();
      }
    }
  }

  /**
   * Has {@code verification} run where it keeps no event loop; {@link Refusal#OVERLOADED} where too
   * many wait already.
   */
  public Outcome verify(Supplier<Outcome> verification) {
    Later later = new Later();
    boolean taken =
        run(
            () -> {
              Outcome outcome = Refusal.SIGNATURE;
              try {
                outcome = verification.get();
              } finally {
                later.complete(outcome);
              }
            });
    return taken ? later : Refusal.OVERLOADED;
  }

  /** Has {@code task}, which computes, run where it keeps no event loop; false: too many wait. */
  boolean run(Runnable task) {
    try {
      verifiers.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** Where operators are told of what goes wrong. */
  public Log log() {
    return log;
  }

  /** For what may block a little, such as looking a name up. */
  public Executor executor() {
    return helpers;
  }

  /** The way to issuers. */
  public Transport transport() {
    return transport;
  }

  /** For what is to be done in a while: no task may block. */
  public ScheduledExecutorService timer() {
    return timer;
  }

  @Override
  public void close() {
    tending.cancel(false);
    transport.close();
    verifiers.shutdownNow();
    helpers.shutdownNow();
  }
}
