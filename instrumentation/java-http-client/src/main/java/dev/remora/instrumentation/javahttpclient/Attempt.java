package dev.remora.instrumentation.javahttpclient;

import dev.remora.bootstrap.Door;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One attempt of one request, and what follows when it fails. Lives in the loader of {@code
 * java.net.http}.
 *
 * <p>The JDK repeats a request by itself, once, after a failure to connect, and otherwise when the
 * kept connection it was sent on turns out to be dead. It does so by asking the same exchange for a
 * response a second time, and so does this class, for as long as there are endpoints: the
 * application's timers go on running, since they were started outside of the exchange.
 */
public final class Attempt implements BiFunction<Object, Throwable, CompletionStage<Object>> {
  private final Internals internals;
  private final Object exchange;
  private final Object request;
  private final Object previous;
  private final Placement placement;
  private final CompletableFuture<Object> response;

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
  @SuppressWarnings("unchecked")
  public CompletionStage<Object> apply(Object result, Throwable failure) {
    if (failure == null) {
      return response;
    }
    try {
      boolean again = !hasConnected() && !internals.isCancelled(exchange) && moveOn(failure);
      forgetAttempt();
      if (again) {
        return (CompletionStage<Object>) internals.responseAsync(exchange);
      }
      // The JDK may now repeat the request by itself, which is a request of its own to us.
      internals.forget(request);
    } catch (Throwable e) {
      Door.fault(e);
    }
    return response;
  }

  private boolean moveOn(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return placement.failover(cause);
  }

  /** Whether anything may have been sent. */
  private boolean hasConnected() throws Throwable {
    Object implementation = internals.implementation(exchange);
    return implementation != null
        && implementation != previous
        && internals.isConnected(implementation);
  }

  /**
   * Takes out of the request what belonged to this attempt alone: JDK 11 to 17 would ask for 100
   * Continue twice, and the offer to upgrade must not go out on a connection that speaks HTTP/2
   * already.
   */
  private void forgetAttempt() throws Throwable {
    Map<?, ?> headers = internals.systemHeaders(request);
    headers.remove("Expect");
    if (headers.remove("HTTP2-Settings") != null) {
      headers.remove("Upgrade");
      headers.remove("Connection");
    }
  }
}
