package dev.remora.core.security;

import dev.remora.core.discovery.remote.Backoff;
import dev.remora.core.discovery.remote.Fault;
import dev.remora.core.discovery.remote.Outage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps a slot filled: one request for a token at a time, the next while the last token is good for
 * long, and after a failure again with back-off. It does so by itself, or only as long as calls
 * want the token.
 */
public final class Renewal implements Outage.Query, AutoCloseable {
  /**
   * The part of its life that a token has left when it is replaced, up to a twentieth less, so that
   * processes which began together don't ask together.
   */
  private static final double LEFT = 0.25;

  private static final double SPREAD = 0.05;

  /** What one request may take is left of a short life too, unless that is more than half of it. */
  private static final double LEFT_NANOS = 5e9;

  private static final double MOST_LEFT = 0.5;

  private static final long MILLI = 1_000_000;

  /** Longer than any request for a token can take. */
  private static final long ANSWER_NANOS = 60_000_000_000L;

  private final Slot slot;
  private final Issuer issuer;
  private final Resources resources;
  private final Outage outage;
  private final Outage.Query group;
  private final Backoff backoff = new Backoff();

  // Guarded by this.
  private boolean asking;
  private boolean closed;
  private int failures;
  private int turn;

  /** When it may be asked again, where calls decide. */
  private volatile long due;

  private Renewal(
      Slot slot, Issuer issuer, Resources resources, Outage outage, Outage.Query group) {
    this.slot = slot;
    this.issuer = issuer;
    this.resources = resources;
    this.outage = outage;
    this.group = group;
    this.due = resources.ticker().nanos();
  }

  /**
   * A renewal that goes on by itself once it is {@linkplain #start started}.
   *
   * @param outage tells when there are no tokens for a while
   */
  public static Renewal kept(Slot slot, Issuer issuer, Resources resources, Outage outage) {
    return new Renewal(slot, issuer, resources, outage, null);
  }

  /**
   * A renewal for as long as the token is {@linkplain #wanted wanted}.
   *
   * @param group the many of which it is one in the outage's eyes
   */
  public static Renewal onDemand(
      Slot slot, Issuer issuer, Resources resources, Outage outage, Outage.Query group) {
    return new Renewal(slot, issuer, resources, outage, group);
  }

  /** A call wants the token: gets it, or the next one, if it is time. */
  public void wanted() {
    long now = resources.ticker().nanos();
    if (now - due < 0) {
      return;
    }
    synchronized (this) {
      if (now - due < 0) {
        return;
      }
      due = now + ANSWER_NANOS;
    }
    slot.retried();
    next(0);
  }

  /** Gets the first token soon, and from then on the next ones. */
  public Renewal start() {
    next(0);
    return this;
  }

  /** Gets another token soon: there is reason to think that it will be a better one. */
  public void renew() {
    next(0);
  }

  @Override
  public void nudge() {
    next(0);
  }

  private synchronized void next(long millis) {
    int mine = ++turn;
    if (!closed) {
      resources.later(millis, () -> ask(mine));
    }
  }

  private void ask(int scheduled) {
    synchronized (this) {
      if (closed || asking || scheduled != turn) {
        return;
      }
      asking = true;
    }
    Once answer = new Once(resources.ticker().nanos());
    try {
      issuer.issue(answer);
    } catch (RuntimeException | LinkageError e) {
      // The kind of fault alone: a message may quote what must not be logged.
      answer.failed(
          new Fault(Fault.Kind.TROUBLED, 0, "a fault of the agent's own: " + e.getClass()));
    }
  }

  private void issued(String value, long end) {
    long now = resources.ticker().nanos();
    if (end - now <= 0) {
      failed(new Fault(Fault.Kind.TROUBLED, 0, "the token that was issued has expired already"));
      return;
    }
    slot.counts().issued.incrementAndGet();
    slot.renewed(Token.until(value, end));
    outage.succeeded(group == null ? this : group);
    synchronized (this) {
      asking = false;
      failures = 0;
    }
    double life = end - now;
    double left = Math.max(LEFT, Math.min(MOST_LEFT, LEFT_NANOS / life));
    again((long) (life * (1 - left + ThreadLocalRandom.current().nextDouble() * SPREAD)));
  }

  private void failed(Fault fault) {
    int inARow;
    synchronized (this) {
      asking = false;
      inARow = ++failures;
    }
    slot.counts().failures.incrementAndGet();
    boolean refused = fault.kind() == Fault.Kind.REFUSED;
    if (group == null) {
      outage.failed(this, fault, inARow);
    } else if (!refused) {
      // What is refused is the one token that was to be exchanged.
      outage.failed(group, fault, 2);
    }
    // One failure may be a hiccup, which calls that wait for the first token wait out.
    if (inARow > 1 || refused || group != null) {
      slot.failed(fault.reason());
    }
    again(backoff.millis(inARow) * MILLI);
  }

  private void again(long nanos) {
    if (group == null) {
      next(nanos / MILLI);
    } else {
      due = resources.ticker().nanos() + nanos;
    }
  }

  /** Asks for no more. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    if (group == null) {
      outage.ended(this);
    }
  }

  private final class Once implements Issuer.Answer {
    private final AtomicBoolean told = new AtomicBoolean();
    private final long asked;

    Once(long asked) {
      this.asked = asked;
    }

    @Override
    public void issued(String token, long lifetimeNanos) {
      if (told.compareAndSet(false, true)) {
        Renewal.this.issued(token, asked + lifetimeNanos);
      }
    }

    @Override
    public void failed(Fault fault) {
      if (told.compareAndSet(false, true)) {
        Renewal.this.failed(fault);
      }
    }
  }
}
