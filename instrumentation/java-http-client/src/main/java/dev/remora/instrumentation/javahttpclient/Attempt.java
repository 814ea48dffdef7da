package dev.remora.instrumentation.javahttpclient;

import dev.remora.bootstrap.Door;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One attempt of one request, and what follows when it has ended. Lives in the loader of {@code
 * java.net.http}.
 *
 * <p>The JDK repeats a request by itself, once, after a failure to connect, and otherwise when the
 * kept connection it was sent on turns out to be dead. It does so by asking the same exchange for a
 * response a second time, and so does this class, for as long as there are endpoints and the
 * service's settings allow: the application's timers go on running, since they were started outside
 * of the exchange.
 */
public final class Attempt implements BiFunction<Object, Throwable, CompletionStage<Object>> {
  private final Internals internals;
  private final Object exchange;
  private final Object request;
  private final Object previous;
  private final Placement placement;
  private final CompletableFuture<Object> response;
  private final AttemptTimer timer;

  private Attempt(
      Internals internals,
      Object exchange,
      Object request,
      Object previous,
      Placement placement,
      CompletableFuture<Object> response) {
    this.internals = internals;
    this.exchange = exchange;
    this.request = request;
    this.previous = previous;
    this.placement = placement;
    this.response = response;
    this.timer = AttemptTimer.start(internals, exchange, placement, request);
  }

  /**
   * Places a request whose attempt begins.
   *
   * @return null: it may be sent; or how it ends, without anything done for {@code exchange}
   */
  public static CompletableFuture<?> begin(
      MethodHandles.Lookup lookup, Object exchange, Object request) throws Throwable {
    Internals internals = Door.isOpen() ? Internals.of(lookup) : null;
    Placement placement = internals == null ? null : internals.begin(request);
    if (placement == null) {
      return null;
    }
    String rejection = placement.rejection();
    if (rejection != null) {
      internals.forget(request);
      return CompletableFuture.failedFuture(new IOException(rejection));
    }
    return placement.hedgeAfterMillis() < 0
        ? null
        : Race.start(lookup, internals, exchange, placement);
  }

  /** The attempt has not even begun. */
  public static void abandon(MethodHandles.Lookup lookup, Object request) throws Throwable {
    Internals internals = Internals.of(lookup);
    Placement placement = internals == null ? null : internals.placement(request);
    if (placement != null) {
      placement.cancelled();
      internals.forget(request);
    }
  }

  /** The attempts of an exchange are given up, as one or as all there are of its request. */
  public static void givenUp(
      MethodHandles.Lookup lookup, Object exchange, Object request, IOException cause)
      throws Throwable {
    Race.cancelled(lookup, exchange, request, cause);
  }

  /** The application's time for a request is up. */
  public static void timedOut(MethodHandles.Lookup lookup, Object multiExchange) throws Throwable {
    Race.timedOut(lookup, multiExchange);
  }

  /**
   * Watches an attempt that has begun.
   *
   * @param previous what carried out the exchange before this attempt, or null
   * @param response the attempt's outcome
   * @return the outcome of this attempt and of those that follow it
   */
  @SuppressWarnings("unchecked")
  public static CompletableFuture<?> watch(
      MethodHandles.Lookup lookup,
      Object exchange,
      Object request,
      Object previous,
      CompletableFuture<?> response) {
    Internals internals = Internals.of(lookup);
    Placement placement = internals == null ? null : internals.placement(request);
    if (placement == null) {
      return response;
    }
    CompletableFuture<Object> outcome = (CompletableFuture<Object>) response;
    return outcome
        .handle(new Attempt(internals, exchange, request, previous, placement, outcome))
        .thenCompose(Function.identity());
  }

  @Override
  public CompletionStage<Object> apply(Object result, Throwable failure) {
    try {
      boolean late = timer != null && timer.end();
      return failure == null ? answered(result) : failed(causeOf(failure), late);
    } catch (Throwable e) {
      placement.cancelled();
      Door.fault(e);
    }
    return response;
  }

  private CompletionStage<Object> answered(Object result) throws Throwable {
    int status = internals.statusCode(result);
    if (internals.isCancelled(exchange)) {
      placement.responded(status);
      return response;
    }
    long pause = placement.retry(status, status < 400 ? null : internals.retryAfter(result));
    if (pause < 0) {
      return response;
    }
    internals.forgetAttempt(request);
    // Gives the connection back, or closes it, as the JDK does before it follows a redirect.
    return internals
        .ignoreBody(exchange)
        .handle((ignored, failure) -> null)
        .thenCompose(ignored -> after(pause));
  }

  @SuppressWarnings("unchecked")
  private CompletionStage<Object> failed(Throwable cause, boolean late) throws Throwable {
    boolean connected = internals.hasConnected(exchange, previous);
    long pause = -1;
    if (internals.isCancelled(exchange)) {
      if (internals.isCancelledByApplication(exchange)) {
        placement.cancelled();
      } else {
        placement.failed(new HttpTimeoutException("request timed out"));
      }
    } else if (!connected && !late && placement.failover(cause)) {
      internals.forgetAttempt(request);
      return (CompletionStage<Object>) internals.responseAsync(exchange);
    } else if (late && !connected) {
      // The exchange remembers that it was given up until it has a connection.
      placement.failed(cause);
    } else if (connected && cause instanceof ConnectException) {
      // The application's body has failed to connect to something, not we to the endpoint.
      placement.cancelled();
    } else {
      pause = placement.retry(cause);
    }
    internals.forgetAttempt(request);
    if (pause >= 0) {
      return after(pause);
    }
    // The JDK may now repeat the request by itself, which is a request of its own to us.
    internals.forget(request);
    return response;
  }

  private CompletionStage<Object> after(long pause) {
    Executor executor = CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS);
    return CompletableFuture.supplyAsync(this::again, executor).thenCompose(Function.identity());
  }

  @SuppressWarnings("unchecked")
  private CompletionStage<Object> again() {
    try {
      // What gives the request up from now on must find the exchange without an implementation, or
      // it would give up the one that has ended.
      internals.clearImplementation(exchange);
      if (!internals.isCancelled(exchange)) {
        return (CompletionStage<Object>) internals.responseAsync(exchange);
      }
    } catch (Throwable e) {
      Door.fault(e);
    }
    placement.cancelled();
    return CompletableFuture.failedFuture(new IOException("request cancelled"));
  }

  static Throwable causeOf(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
