package dev.remora.core.security;

import dev.remora.core.concurrent.Ticker;
import dev.remora.core.routing.SharedDeadline;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where one token lies, and its successors: filled in the background, read by calls with one
 * volatile read.
 *
 * <p>A call waits in one case only: there is no token that is good and nobody knows yet why. All
 * calls that wait do so until the same moment, so that a token server which hangs costs the
 * application that time once.
 */
public final class Slot extends Credential {
  private final Ticker ticker;
  private final TokenCounts counts;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final SharedDeadline deadline = new SharedDeadline();

  private final Credential late = new Late();

  private volatile Token token;
  private volatile String problem;

  /** An empty slot, by whose {@code ticker} tokens expire. */
  public Slot(Ticker ticker) {
    this(ticker, new TokenCounts());
  }

  /** An empty slot that counts together with others. */
  public Slot(Ticker ticker, TokenCounts counts) {
    this.ticker = ticker;
    this.counts = counts;
  }

  /**
   * What a call to {@code service} is sent with.
   *
   * @param firstCallNanos how long it may wait, as the first that does
   * @param now of the ticker, in nanoseconds
   */
  public Credential credential(String service, long firstCallNanos, long now) {
    if (isGood(now)) {
      return this;
    }
    return await(firstCallNanos) ? late : rejected(service, "no token: " + why());
  }

  /** Whether there is a token to send now. */
  public boolean isGood() {
    return isGood(ticker.nanos());
  }

  /** Whether there is a token to send at {@code now}. */
  public boolean isGood(long now) {
    Token current = token;
    return current != null && !current.isExpired(now);
  }

  private boolean await(long nanos) {
    boolean waited = false;
    lock.lock();
    try {
      long end = deadline.within(System.nanoTime() + nanos);
      for (long left = end - System.nanoTime();
          left > 0 && problem == null && !isGood();
          left = end - System.nanoTime()) {
        if (!waited) {
          waited = true;
          counts.waits.incrementAndGet();
        }
        news.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      // The application wants its thread back.
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    return isGood();
  }

  private String why() {
    String known = problem;
    if (known != null) {
      return known;
    }
    return token == null ? "none has come in time" : "the last one has expired";
  }

  /** There is a new one. */
  void renewed(Token next) {
    lock.lock();
    try {
      token = next;
      problem = null;
      deadline.reset();
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** There is no new one, for now; that there is stays in use until it expires. */
  void failed(String why) {
    lock.lock();
    try {
      problem = why;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** It is asked for again, and calls may wait for that as for the first. */
  void retried() {
    lock.lock();
    try {
      problem = null;
      deadline.reset();
    } finally {
      lock.unlock();
    }
  }

  /** What was done for it. */
  public TokenCounts counts() {
    return counts;
  }

  /** The token there is, or null; it may have expired. */
  Token token() {
    return token;
  }

  /** Why there is no newer token, or null. */
  String problem() {
    return problem;
  }

  @Override
  public String rejection() {
    return null;
  }

  @Override
  public String[] headers() {
    Token now = token;
    return now == null ? null : now.headers();
  }

  /** The same for a call that has waited. */
  private final class Late extends Credential {
    @Override
    public String rejection() {
      return null;
    }

    @Override
    public String[] headers() {
      return Slot.this.headers();
    }

    @Override
    public boolean hasWaited() {
      return true;
    }
  }
}
