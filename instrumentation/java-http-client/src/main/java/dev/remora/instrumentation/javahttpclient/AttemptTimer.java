package dev.remora.instrumentation.javahttpclient;

import dev.remora.bootstrap.Door;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * Gives up an attempt that takes longer than the service's settings allow, where the application's
 * own time-out allows more. Lives in the loader of {@code java.net.http}.
 */
final class AttemptTimer implements BiConsumer<Object, Throwable> {
  private final CompletableFuture<Object> timer = new CompletableFuture<>();
  private final Internals internals;
  private final Object exchange;

  private AttemptTimer(Internals internals, Object exchange) {
    this.internals = internals;
    this.exchange = exchange;
  }

  /** Null: the application's own time-out, if there is one, is enough. */
  static AttemptTimer start(
      Internals internals, Object exchange, Placement placement, Object request) {
    Duration timeout = ((HttpRequest) request).timeout().orElse(null);
    long own = timeout == null ? 0 : millis(timeout);
    long ours = placement.attemptTimeoutMillis(own);
    if (ours <= 0 || (own > 0 && ours >= own)) {
      return null;
    }
    AttemptTimer started = new AttemptTimer(internals, exchange);
    CompletableFuture<Object> unused =
        started.timer.orTimeout(ours, TimeUnit.MILLISECONDS).whenComplete(started);
    return started;
  }

  private static long millis(Duration timeout) {
    try {
      return Math.max(1, timeout.toMillis());
    } catch (ArithmeticException centuries) {
      return Long.MAX_VALUE / 1_000_000;
    }
  }

  /** The attempt has ended. Returns whether this was the reason. */
  boolean end() {
    return !timer.complete(null);
  }

  @Override
  public void accept(Object ended, Throwable timeout) {
    if (timeout != null) {
      try {
        internals.cancel(exchange, new HttpTimeoutException("request timed out"));
      } catch (Throwable e) {
        Door.fault(e);
      }
    }
  }
}
