package dev.remora.core.discovery.remote;

import dev.remora.core.discovery.Registration;
import dev.remora.core.log.Log;
import dev.remora.core.transport.Response;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * This process in a registry that takes out whoever stops saying that it lives.
 *
 * <p>It registers, then beats; what fails is tried again with {@link Backoff}, and when the
 * registry doesn't know the process any more it registers again at once. Faults are told once until
 * they are over.
 */
public abstract class KeptRegistration {
  private final Registration registration;
  private final String registry;
  private final long beatMillis;
  private final long longestRetryMillis;
  private final Timer timer;
  private final Log log;
  private final Backoff backoff = new Backoff();
  private final CountDownLatch gone = new CountDownLatch(1);

  private volatile boolean takenOut;

  // Guarded by this.
  private boolean registered;
  private boolean announced;
  private boolean busy;
  private boolean closing;
  private boolean troubled;
  private int failures;
  private Future<?> next;

  /**
   * A registration that does nothing yet.
   *
   * @param registry the registry's name in the log
   * @param beat the time between two signs of life
   * @param longestRetry within which a lost one is repeated
   */
  protected KeptRegistration(
      Registration registration,
      String registry,
      Duration beat,
      Duration longestRetry,
      Timer timer,
      Log log) {
    this.registration = registration;
    this.registry = registry;
    this.beatMillis = beat.toMillis();
    this.longestRetryMillis = longestRetry.toMillis();
    this.timer = timer;
    this.log = log;
  }

  /** Puts the process into the registry. */
  protected abstract void sendRegistration(Outcome outcome);

  /** Says that it lives. */
  protected abstract void sendBeat(Outcome outcome);

  /** Takes it out again. */
  protected abstract void sendDeregistration(Outcome outcome);

  /** Whether a beat or a deregistration failed because the registry doesn't know the process. */
  protected abstract boolean isUnknown(Fault fault);

  /** Begins to register. */
  public final void start() {
    timer.soon(this::step);
  }

  /** Begins to take the process out of the registry. */
  public final void close() {
    synchronized (this) {
      if (closing) {
        return;
      }
      closing = true;
      if (next != null) {
        next.cancel(false);
      }
      if (busy) {
        // A registration that is under way must not arrive after the deregistration.
        return;
      }
    }
    deregister();
  }

  /**
   * Waits until that is done, or can't be.
   *
   * @return whether the registry has taken it out
   */
  public final boolean awaitGone(long nanos) throws InterruptedException {
    if (!gone.await(nanos, TimeUnit.NANOSECONDS)) {
      log.warn(registry + " did not confirm in time that " + registration + " is taken out");
    }
    return takenOut;
  }

  private void step() {
    boolean beat;
    synchronized (this) {
      if (closing || busy) {
        return;
      }
      busy = true;
      beat = registered;
    }
    if (beat) {
      beat();
    } else {
      register();
    }
  }

  private void register() {
    sendRegistration(
        new Outcome() {
          @Override
          public void answered(Response response) {
            if (done(true)) {
              later();
            }
          }

          @Override
          public void failed(Fault fault) {
            if (done(false)) {
              retry(fault);
            }
          }
        });
  }

  private void beat() {
    sendBeat(
        new Outcome() {
          @Override
          public void answered(Response response) {
            if (done(true)) {
              later();
            }
          }

          @Override
          public void failed(Fault fault) {
            boolean unknown = isUnknown(fault);
            if (!done(!unknown)) {
              return;
            }
            if (unknown) {
              step();
            } else {
              retry(fault);
            }
          }
        });
  }

  /** A request is over; says whether to go on. */
  private boolean done(boolean nowRegistered) {
    boolean stop;
    String news = null;
    synchronized (this) {
      busy = false;
      if (registered && !nowRegistered) {
        news = registry + " has forgotten " + registration + "; registering again";
      }
      registered = nowRegistered;
      stop = closing;
    }
    if (news != null && !stop) {
      log.info(news);
    }
    if (stop) {
      deregister();
    }
    return !stop;
  }

  private void later() {
    boolean first;
    boolean again;
    synchronized (this) {
      first = !announced;
      again = troubled;
      announced = true;
      troubled = false;
      failures = 0;
      schedule(beatMillis);
    }
    if (first || again) {
      log.info("registered in " + registry + ": " + registration);
    }
  }

  private void retry(Fault fault) {
    boolean tell;
    synchronized (this) {
      failures++;
      tell = !troubled && (failures > 1 || fault.kind() == Fault.Kind.REFUSED);
      troubled |= tell;
      schedule(Math.min(longestRetryMillis, backoff.millis(failures)));
    }
    if (tell) {
      log.warn("can't keep " + registration + " registered: " + fault.reason());
    }
  }

  private void schedule(long millis) {
    if (!closing) {
      next = timer.in(TimeUnit.MILLISECONDS.toNanos(millis), this::step);
    }
  }

  private void deregister() {
    sendDeregistration(
        new Outcome() {
          @Override
          public void answered(Response response) {
            takenOut = true;
            gone.countDown();
          }

          @Override
          public void failed(Fault fault) {
            // Unknown: it isn't there. Otherwise the registry takes it out when no beat comes.
            if (everRegistered() && !isUnknown(fault)) {
              log.warn("can't take " + registration + " out: " + fault.reason());
            }
            gone.countDown();
          }
        });
  }

  private synchronized boolean everRegistered() {
    return announced;
  }
}
