package dev.remora.gateway.http1;

import dev.remora.gateway.exchange.Endings;
import dev.remora.gateway.exchange.Problem;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * An HTTP/1 connection of a client: how long it may take for what, and which exchange hears of it
 * when the body of its request fails. Belongs to one event loop.
 */
public final class ClientConnection {
  private enum Phase {
    /** No byte of the next request has come. */
    BETWEEN,
    HEAD,
    BODY
  }

  private static final AttributeKey<ClientConnection> KEY =
      AttributeKey.valueOf(ClientConnection.class, "connection");

  private final Channel channel;
  private final ConnectionLimits limits;
  private final RequestDecoder decoder;
  private final Unsent unsent;

  private Phase phase = Phase.BETWEEN;
  private long since = System.nanoTime();
  private long requests;
  private long begun;
  private int open;
  private Consumer<Problem> current;
  private Problem broken;
  private boolean held;
  private boolean switched;
  private long bodyBytes;

  ClientConnection(Channel channel, ConnectionLimits limits) {
    this.channel = channel;
    this.limits = limits;
    this.decoder = new RequestDecoder(limits.head(), this);
    this.unsent = new Unsent(channel);
  }

  /** That of {@code connection}; null: it is not HTTP/1. */
  public static ClientConnection of(HttpConnection connection) {
    return connection instanceof ConnectionBase base ? base.channel().attr(KEY).get() : null;
  }

  void install(String decoderName) {
    channel.attr(KEY).set(this);
    channel.pipeline().replace(decoderName, decoderName, decoder);
    channel.pipeline().addFirst(new LingeringClose(() -> !decoder.isBetween()));
  }

  /** The first byte of a request is there. */
  void headBegins() {
    if (phase == Phase.BETWEEN) {
      phase = Phase.HEAD;
      if (requests > 0) {
        since = System.nanoTime();
      }
    }
  }

  /** What came was no request after all. */
  void headIsNone() {
    phase = Phase.BETWEEN;
  }

  /** A head is complete; whether it is that of the last request, by its own word or by number. */
  boolean isLast(HttpHeaders headers) {
    requests++;
    phase = Phase.BODY;
    held = true;
    return requests >= limits.requests() || asksToClose(headers);
  }

  /** Vert.x knows the option only where it stands alone. */
  private static boolean asksToClose(HttpHeaders headers) {
    String option = headers.get(HttpHeaderNames.CONNECTION);
    if (option == null || option.length() == "close".length()) {
      return false;
    }
    for (String value : headers.getAll(HttpHeaderNames.CONNECTION)) {
      for (String each : value.split(",", -1)) {
        if (each.trim().equalsIgnoreCase("close")) {
          return true;
        }
      }
    }
    return false;
  }

  /** So many bytes of a request were read. */
  void read(int bytes) {
    if (phase == Phase.BODY) {
      bodyBytes += bytes;
    }
  }

  /** A request is complete. */
  void requestEnds() {
    phase = Phase.BETWEEN;
    since = System.nanoTime();
  }

  /** The body of the request that was read last is not what it should be. */
  void broken(Problem problem) {
    if (current != null && begun == requests) {
      current.accept(problem);
    } else {
      broken = problem;
    }
  }

  /**
   * The exchange of the next request begins.
   *
   * @param failing is told if its body can't be had
   * @return why its body can't be had, as is known already; null: nothing is known
   */
  public Problem begins(Consumer<Problem> failing) {
    begun++;
    open++;
    current = failing;
    return begun == requests ? broken : null;
  }

  /** The exchange whose {@code failing} this is has ended. */
  public void ends(Consumer<Problem> failing) {
    open--;
    if (current == failing) {
      current = null;
      // What is left of its body is waited for, so that the next request can be read.
      await();
    }
    if (phase == Phase.BETWEEN) {
      since = System.nanoTime();
    }
  }

  /** The body is not waited for: the client may take its time. */
  public void hold() {
    held = true;
  }

  /** The body is waited for. */
  public void await() {
    if (held) {
      held = false;
      since = System.nanoTime();
      bodyBytes = 0;
    }
  }

  /** It speaks another protocol from now on, and others look after it. */
  void switched() {
    switched = true;
  }

  /** Ends what takes too long; called now and then. */
  void look(long now) {
    if (!channel.isActive() || switched) {
      return;
    }
    if (isOver(unsent.since(now), limits.sendTimeout().toNanos(), now)) {
      Endings.reset(channel);
      return;
    }
    switch (phase) {
      case HEAD -> lookAtHead(now);
      case BODY -> lookAtBody(now);
      default -> lookBetween(now);
    }
  }

  private void lookAtHead(long now) {
    if (isOver(since, limits.headTimeout().toNanos(), now)) {
      phase = Phase.BETWEEN;
      decoder.giveUp(channel.pipeline().context(decoder), new BadMessage(Refusals.SLOW_HEAD));
    }
  }

  private void lookBetween(long now) {
    long most = (requests == 0 ? limits.headTimeout() : limits.idleTimeout()).toNanos();
    if (open == 0 && isOver(since, most, now)) {
      close();
    }
  }

  private void lookAtBody(long now) {
    if (held) {
      return;
    }
    if (!isOver(since, limits.bodyTimeout().toNanos(), now)) {
      return;
    }
    long least = limits.bodyRate() * Math.max(1, TimeUnit.NANOSECONDS.toSeconds(now - since));
    if (bodyBytes >= Math.max(1, least)) {
      since = now;
      bodyBytes = 0;
    } else {
      held = true;
      decoder.refuse();
      if (current == null) {
        close();
      } else {
        broken(Refusals.SLOW_BODY);
      }
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // Nobody is told of the end of a connection.
  private void close() {
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> channel.close());
  }

  private static boolean isOver(long since, long most, long now) {
    return now - since >= most;
  }
}
