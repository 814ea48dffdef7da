package dev.remora.gateway.redis;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One event loop's way to the server: calls of scripts, pipelined on one connection. Belongs to
 * that loop.
 *
 * <p>It is a circuit too. An answer that is not there in time, or a connection that breaks, ends
 * all calls that wait, and from then on calls fail at once, until a new connection has been made
 * and the server has answered on it: a server that is down, or hangs, adds no latency.
 */
public final class RedisLink {
  private static final long NANOS = 1_000_000L;

  /** How long a connection may take to be ready. */
  private static final long CONNECT_MILLIS = 1_000;

  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 500;

  /** More than this at once is no load that one connection carries in time. */
  private static final int MOST_WAITING = 10_000;

  /** What becomes of a call; told on the link's event loop, exactly once. */
  public interface Callback {
    /** The server has answered: {@link Long}, {@link String}, a list of them, or null. */
    void answered(Object answer);

    /** There is no answer. */
    void failed();
  }

  private enum State {
    /** Calls wait for the first connection. */
    NEW,
    UP,
    DOWN
  }

  private final Redis redis;
  private final Vertx vertx;
  private final Context context;
  private final RedisConnector connector;
  private final long timeoutNanos;
  private final ArrayDeque<Call> waiting = new ArrayDeque<>();

  private State state = State.NEW;
  private NetSocket socket;
  private Buffer unsent;
  private boolean watched;
  private long upSince;
  private long pauseMillis = FIRST_PAUSE_MILLIS;

  RedisLink(Redis redis, Vertx vertx) {
    this.redis = redis;
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.connector = new RedisConnector(redis, vertx, CONNECT_MILLIS);
    this.timeoutNanos = redis.config().timeout().toNanos();
    connect();
  }

  private record Call(Callback callback, long since) {}

  /**
   * Calls a script that the link knows.
   *
   * @param callback may be told before this returns
   */
  public void call(RedisScript script, String[] keys, String[] arguments, Callback callback) {
    if (state == State.DOWN || waiting.size() >= MOST_WAITING) {
      callback.failed();
      return;
    }
    boolean first = unsent == null;
    if (first) {
      unsent = Buffer.buffer(256);
    }
    RespWriter.call(unsent, script, keys, arguments);
    waiting.addLast(new Call(callback, System.nanoTime()));
    if (state == State.UP) {
      if (first) {
        // What comes up in the same turn of the loop goes out in one piece.
        context.runOnContext(turn -> flush());
      }
      watch();
    }
  }

  private void flush() {
    if (state == State.UP && unsent != null) {
      Buffer out = unsent;
      unsent = null;
      socket.write(out);
    }
  }

  /** Has an eye on the time of the call that has waited longest. */
  private void watch() {
    if (!watched && !waiting.isEmpty()) {
      watched = true;
      long left = timeoutNanos - waited();
      vertx.setTimer(
          Math.max(1, (left + NANOS - 1) / NANOS),
          timer -> {
            watched = false;
            check();
          });
    }
  }

  /** How long the first call waits; not before there was a connection. */
  private long waited() {
    long now = System.nanoTime();
    return Math.min(now - waiting.peekFirst().since, now - upSince);
  }

  private void check() {
    if (state != State.UP || waiting.isEmpty()) {
      return;
    }
    if (waited() >= timeoutNanos) {
      down("no answer in " + timeoutNanos / NANOS + " ms");
    } else {
      watch();
    }
  }

  private void connect() {
    connector.connect().onComplete(this::up, failure -> down(why(failure)));
  }

  private static String why(Throwable failure) {
    return failure.getMessage() == null
        ? failure.getClass().getSimpleName()
        : failure.getMessage().lines().findFirst().orElse("");
  }

  private void up(NetSocket ready) {
    socket = ready;
    state = State.UP;
    pauseMillis = FIRST_PAUSE_MILLIS;
    redis.isUp();
    RespParser parser = new RespParser(this::answered);
    ready.handler(
        piece -> {
          try {
            parser.data(piece);
          } catch (IllegalArgumentException e) {
            down(e.getMessage());
          }
        });
    ready.exceptionHandler(failure -> lost(ready, why(failure)));
    ready.closeHandler(closed -> lost(ready, "the connection was closed"));
    upSince = System.nanoTime();
    flush();
    watch();
  }

  private void lost(NetSocket which, String why) {
    if (which == socket) {
      down(why);
    }
  }

  private void answered(Object answer) {
    if (state != State.UP) {
      // The rest of a piece whose beginning has ended it.
      return;
    }
    Call call = waiting.pollFirst();
    if (call == null) {
      throw new IllegalArgumentException("an answer that nobody waits for");
    }
    if (!(answer instanceof RespParser.Refusal error)) {
      call.callback.answered(answer);
      return;
    }
    call.callback.failed();
    // It has forgotten its scripts, is read-only, loads its data: a new connection finds out.
    down(error.code());
  }

  private void down(String why) {
    NetSocket broken = socket;
    socket = null;
    state = State.DOWN;
    unsent = null;
    if (broken != null) {
      broken.close();
    }
    redis.isDown(why);
    long pause = pauseMillis + ThreadLocalRandom.current().nextLong(pauseMillis);
    pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, pauseMillis * 2);
    vertx.setTimer(pause, timer -> connect());
    while (!waiting.isEmpty()) {
      waiting.pollFirst().callback.failed();
    }
  }
}
