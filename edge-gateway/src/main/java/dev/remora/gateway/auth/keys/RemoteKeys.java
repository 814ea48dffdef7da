package dev.remora.gateway.auth.keys;

import dev.remora.core.config.HttpUrl;
import dev.remora.core.log.Log;
import dev.remora.core.transport.Callback;
import dev.remora.core.transport.Request;
import dev.remora.core.transport.Response;
import dev.remora.gateway.auth.remote.Metadata;
import dev.remora.gateway.auth.remote.Outbound;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Keys that an issuer tells. They are asked for when the gateway starts, then every {@code
 * refresh}, and when a token names one that is not known, but then at most every 30 s however many
 * such tokens come. While the issuer does not answer, those that are known stay in use for {@code
 * max-stale}.
 */
final class RemoteKeys implements Keys {
  /** As go-oidc and Nimbus have it. */
  static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final long FIRST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int LARGEST = 512 << 10;

  /** Requests that wait for an answer; more than these are refused at once. */
  private static final int MOST_WAITING = 1000;

  private final KeysPlan plan;
  private final Outbound outbound;
  private final Metadata metadata;
  private final Log log;
  private final LongSupplier clock;

  private volatile KeySet keys;
  private volatile long fetched;

  // Guarded by this.
  private final List<Runnable> waiting = new ArrayList<>();
  private HttpUrl location;
  private boolean asking;
  private boolean asked;
  private long askedAt;
  private int failures;

  /**
   * Keys that nobody has asked for yet.
   *
   * @param clock nanoseconds since any moment
   */
  RemoteKeys(KeysPlan plan, Outbound outbound, Log log, LongSupplier clock) {
    this.plan = plan;
    this.outbound = outbound;
    this.metadata = plan.uri() == null ? new Metadata(plan.asked(), outbound) : null;
    this.location = plan.uri();
    this.log = log;
    this.clock = clock;
  }

  @Override
  public KeySet current() {
    KeySet known = keys;
    if (known != null && clock.getAsLong() - fetched > plan.maxStale().toNanos()) {
      forget(known);
      return null;
    }
    return known;
  }

  /** They are too old to be relied on. */
  private synchronized void forget(KeySet known) {
    if (keys == known) {
      keys = null;
      known.retire();
      log.error(plan.issuer() + ": its keys are too old, its tokens are refused");
    }
  }

  @Override
  public boolean refresh(Runnable told) {
    synchronized (this) {
      if (waiting.size() >= MOST_WAITING) {
        return false;
      }
      if (asking) {
        waiting.add(told);
        return true;
      }
      if (!mayAsk(keys == null)) {
        return false;
      }
      waiting.add(told);
      begin();
    }
    ask();
    return true;
  }

  /** Whether enough time has passed since the last time. */
  private boolean mayAsk(boolean urgently) {
    if (!asked) {
      return true;
    }
    long pause =
        urgently ? Math.min(PAUSE_NANOS, FIRST_PAUSE_NANOS << Math.min(failures, 5)) : PAUSE_NANOS;
    return clock.getAsLong() - askedAt >= pause;
  }

  @Override
  public void tend() {
    KeySet known = current();
    synchronized (this) {
      boolean old = known == null || clock.getAsLong() - fetched >= plan.refresh().toNanos();
      if (asking || !old || !mayAsk(known == null)) {
        return;
      }
      begin();
    }
    ask();
  }

  private void begin() {
    asking = true;
    asked = true;
    askedAt = clock.getAsLong();
  }

  private void ask() {
    HttpUrl known;
    synchronized (this) {
      known = location;
    }
    if (known != null) {
      fetch(known);
    } else {
      metadata.ask("jwks_uri", this::fetch, this::failed);
    }
  }

  private void fetch(HttpUrl url) {
    synchronized (this) {
      location = url;
    }
    Request request =
        Request.get(url.pathAndQuery())
            .header("Accept", "application/json, application/jwk-set+json")
            .timeout(Outbound.TIMEOUT)
            .maxBody(LARGEST);
    outbound.send(
        url,
        request,
        new Callback() {
          @Override
          public void answered(Response response) {
            KeySet read = response.status() == 200 ? KeySet.read(response.body()) : null;
            if (read == null) {
              RemoteKeys.this.failed(
                  "its keys are answered with "
                      + (response.status() == 200
                          ? "no JWK set with a public key that can be used"
                          : Metadata.status(response)));
            } else {
              succeeded(read);
            }
          }

          @Override
          public void failed(Exception cause) {
            RemoteKeys.this.failed(Metadata.reason(cause));
          }
        });
  }

  private void succeeded(KeySet read) {
    boolean recovered;
    List<Runnable> told;
    synchronized (this) {
      fetched = clock.getAsLong();
      keys = read.after(keys);
      recovered = failures > 0;
      failures = 0;
      told = done();
    }
    if (recovered) {
      log.info(plan.issuer() + ": its keys are there again");
    }
    told.forEach(Runnable::run);
  }

  private void failed(String reason) {
    boolean first;
    boolean known;
    List<Runnable> told;
    synchronized (this) {
      // What it has said of itself may have changed.
      location = plan.uri();
      first = failures++ == 0;
      known = keys != null;
      told = done();
    }
    if (first) {
      log.error(
          plan.issuer()
              + ": its keys can't be had: "
              + reason
              + (known ? " (those that are known stay in use)" : ""));
    }
    told.forEach(Runnable::run);
  }

  private List<Runnable> done() {
    asking = false;
    List<Runnable> told = new ArrayList<>(waiting);
    waiting.clear();
    return told;
  }
}
