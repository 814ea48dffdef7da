package dev.remora.instrumentation.javahttpclient;

import dev.remora.bootstrap.Door;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * The attempts of a request that may be hedged, the first answer of which is its own. Lives in the
 * loader of {@code java.net.http}.
 *
 * <p>Each attempt has an exchange to itself, of which the JDK knows nothing, so that it can be
 * given up while it is still being connected, and leaves no trace. The exchange that the JDK is
 * waiting for makes no attempt at all: it is handed the implementation of the one that was
 * answered, from which it then reads the body.
 *
 * <p>No thread is held up: the JDK's own timer thread waits, and the common pool begins what it
 * waits for, as with a retry.
 */
final class Race {
  private final Internals internals;
  private final RaceInternals more;
  private final Object exchange;
  private final Object request;
  private final Placement placement;

  /** The request as it was before its first attempt added to it. */
  private final Object pristine;

  private final CompletableFuture<Object> outcome = new CompletableFuture<>();

  // Guarded by this.
  private final List<Lane> lanes = new ArrayList<>(2);
  private CompletableFuture<Boolean> timer;
  private boolean over;
  private IOException cancelled;

  private Race(
      Internals internals,
      RaceInternals more,
      Object exchange,
      Object request,
      Placement placement,
      Object pristine) {
    this.internals = internals;
    this.more = more;
    this.exchange = exchange;
    this.request = request;
    this.placement = placement;
    this.pristine = pristine;
  }

  /**
   * Begins the first attempt.
   *
   * @return null: it is to be made as always
   */
  static CompletableFuture<?> start(
      MethodHandles.Lookup lookup, Internals internals, Object exchange, Placement placement)
      throws Throwable {
    RaceInternals more = RaceInternals.of(lookup);
    if (more == null || !more.isSingle(exchange)) {
      return null;
    }
    Object request = more.request(exchange);
    Race race =
        new Race(internals, more, exchange, request, placement, more.copy(request, internals));
    Lane first = race.lane(request, placement);
    internals.clearImplementation(exchange);
    placement.enter(race);
    try {
      race.lanes.add(first);
      first.send();
    } catch (Throwable e) {
      placement.enter(null);
      throw e;
    }
    race.arm();
    return race.outcome;
  }

  /** The request of {@code exchange} is given up as a whole, if it is that of a race. */
  static void cancelled(
      MethodHandles.Lookup lookup, Object exchange, Object request, IOException cause)
      throws Throwable {
    Race race = of(lookup, exchange, request);
    if (race != null && race.internals.isCancelled(exchange)) {
      race.cancel(cause);
    }
  }

  /** The time of {@code multiExchange} is up: shows what is being waited for. */
  static void timedOut(MethodHandles.Lookup lookup, Object multiExchange) throws Throwable {
    RaceInternals more = RaceInternals.of(lookup);
    Object exchange = more == null ? null : more.currentExchange(multiExchange);
    Race race = exchange == null ? null : of(lookup, exchange, more.request(exchange));
    if (race != null) {
      race.show();
    }
  }

  private static Race of(MethodHandles.Lookup lookup, Object exchange, Object request) {
    Internals internals = Internals.of(lookup);
    Placement placement = internals == null ? null : internals.placement(request);
    Race race = placement == null ? null : placement.race();
    return race != null && race.exchange == exchange ? race : null;
  }

  private Lane lane(Object request, Placement placement) throws Throwable {
    return new Lane(more.newExchange(request, exchange), request, placement);
  }

  private void begin(Lane lane) {
    synchronized (this) {
      lanes.add(lane);
    }
    goOn(lane);
  }

  private void goOn(Lane lane) {
    IOException reason;
    synchronized (this) {
      if (over) {
        return;
      }
      reason = cancelled;
      lane.ended = false;
    }
    if (reason == null) {
      lane.run();
    } else {
      lane.accept(null, reason);
    }
  }

  /** Waits for what is under way, for as long as it is not hedged. */
  private void arm() {
    long delay = placement.hedgeAfterMillis();
    if (delay < 0) {
      return;
    }
    CompletableFuture<Boolean> next = new CompletableFuture<>();
    synchronized (this) {
      if (over || cancelled != null) {
        return;
      }
      timer = next;
    }
    CompletableFuture<Boolean> unused =
        next.completeOnTimeout(true, delay, TimeUnit.MILLISECONDS)
            .whenComplete(
                (late, failure) -> {
                  if (Boolean.TRUE.equals(late)) {
                    CompletableFuture<Void> ignored = CompletableFuture.runAsync(this::hedge);
                  }
                });
  }

  private void hedge() {
    Lane begun = null;
    try {
      Object copy = more.copy(pristine, internals);
      Lane lane = lane(copy, placement);
      Placement beside = placement.hedge(copy);
      if (beside == null) {
        return;
      }
      lane.placement = beside;
      begun = lane;
      internals.put(copy, beside);
      if (anyIsConnected()) {
        more.resetConnectTimeout(exchange);
      }
    } catch (Throwable e) {
      Door.fault(e);
      if (begun != null) {
        begun.accept(null, new IOException("request cancelled"));
      }
      return;
    }
    begin(begun);
    arm();
  }

  private boolean anyIsConnected() throws Throwable {
    for (Lane lane : running()) {
      if (internals.hasConnected(lane.exchange, lane.previous)) {
        return true;
      }
    }
    return false;
  }

  private synchronized List<Lane> running() {
    List<Lane> running = new ArrayList<>(lanes);
    running.removeIf(lane -> lane.ended);
    return running;
  }

  private void cancel(IOException cause) throws Throwable {
    synchronized (this) {
      if (over || cancelled != null) {
        return;
      }
      cancelled = cause;
      stopTimer();
    }
    show();
    for (Lane lane : running()) {
      internals.cancel(lane.exchange, cause);
    }
  }

  /** The JDK says what its own exchange waits for, a connection or a response. */
  private void show() throws Throwable {
    for (Lane lane : running()) {
      Object implementation = internals.implementation(lane.exchange);
      if (implementation != null) {
        internals.setImplementation(exchange, implementation);
        return;
      }
    }
  }

  /** All attempts have ended, and the call is placed for the next. */
  private void again(long pause) throws Throwable {
    internals.forgetAttempt(request);
    placement.standAnew();
    Executor executor = CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS);
    executor.execute(this::restart);
  }

  private void restart() {
    try {
      if (!internals.isCancelled(exchange)) {
        begin(lane(request, placement));
        return;
      }
    } catch (Throwable e) {
      Door.fault(e);
    }
    placement.cancelled();
    finish(null, null, new IOException("request cancelled"));
  }

  private void stopTimer() {
    if (timer != null) {
      timer.complete(false);
    }
  }

  /** Ends it, if it has not ended yet, with what {@code winner} got. */
  private void finish(Lane winner, Object result, Throwable failure) {
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
      stopTimer();
    }
    Object response = result;
    try {
      for (Lane lane : running()) {
        internals.cancel(lane.exchange, new IOException("another attempt was answered first"));
      }
      Object implementation = winner == null ? null : internals.implementation(winner.exchange);
      if (implementation != null) {
        internals.setImplementation(exchange, implementation);
      }
      if (failure != null) {
        // The JDK may now repeat the request by itself, which is a request of its own to us.
        internals.forget(request);
      } else {
        if (winner.request != request) {
          response = more.bind(result, exchange, implementation, internals);
        }
        if (internals.isCancelled(exchange)) {
          internals.cancel(exchange, new IOException("Request cancelled"));
        }
      }
    } catch (Throwable e) {
      Door.fault(e);
    }
    // An application that keeps the response keeps the request.
    placement.enter(null);
    if (failure == null) {
      outcome.complete(response);
    } else {
      outcome.completeExceptionally(failure);
    }
  }

  /** One attempt, and what follows when it has ended. */
  private final class Lane implements BiConsumer<Object, Throwable> {
    private final Object exchange;
    private final Object request;
    private Placement placement;
    private volatile Object previous;
    private volatile boolean ended = true;
    private AttemptTimer timer;

    private Lane(Object exchange, Object request, Placement placement) {
      this.exchange = exchange;
      this.request = request;
      this.placement = placement;
    }

    private void run() {
      try {
        send();
      } catch (Throwable e) {
        accept(null, e);
      }
    }

    private void send() throws Throwable {
      ended = false;
      previous = internals.implementation(exchange);
      CompletableFuture<?> response = more.send(exchange);
      timer = AttemptTimer.start(internals, exchange, placement, request);
      CompletableFuture<?> unused = response.whenComplete(this);
    }

    @Override
    public void accept(Object result, Throwable failure) {
      ended = true;
      try {
        boolean late = timer != null && timer.end();
        if (failure == null) {
          answered(result);
        } else {
          failed(Attempt.causeOf(failure), late);
        }
      } catch (Throwable e) {
        placement.cancelled();
        Door.fault(e);
        finish(this, result, failure);
      }
    }

    private void answered(Object result) throws Throwable {
      int status = internals.statusCode(result);
      if (internals.isCancelled(exchange)) {
        placement.responded(status);
        finish(this, result, null);
        return;
      }
      long pause = placement.retry(status, status < 400 ? null : internals.retryAfter(result));
      if (pause == -1) {
        finish(this, result, null);
        return;
      }
      // Gives the connection back, or closes it, as the JDK does before it follows a redirect.
      CompletableFuture<?> ignored = internals.ignoreBody(exchange);
      if (pause >= 0) {
        CompletableFuture<Void> unused =
            ignored.handle(
                (body, failure) -> {
                  next(pause);
                  return null;
                });
      }
    }

    private void next(long pause) {
      try {
        again(pause);
      } catch (Throwable e) {
        Door.fault(e);
        Race.this.placement.cancelled();
        finish(null, null, new IOException("request cancelled"));
      }
    }

    private void failed(Throwable cause, boolean late) throws Throwable {
      boolean connected = internals.hasConnected(exchange, previous);
      if (internals.isCancelled(exchange)) {
        if (internals.isCancelledByApplication(exchange)) {
          placement.cancelled();
        } else {
          placement.failed(new HttpTimeoutException("request timed out"));
        }
        finish(this, null, cause);
        return;
      }
      if (!connected && !late && placement.failover(cause)) {
        internals.forgetAttempt(request);
        goOn(this);
        return;
      }
      if (connected && cause instanceof ConnectException) {
        // The application's body has failed to connect to something, not we to the endpoint.
        placement.cancelled();
        finish(this, null, cause);
        return;
      }
      long pause = placement.retry(cause);
      if (pause >= 0) {
        again(pause);
      } else if (pause == -1) {
        finish(this, null, cause);
      }
    }
  }
}
