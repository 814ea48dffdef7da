package dev.remora.core.discovery.dns;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Locale;

/** A query on its way to one server and back. Used by the thread of the {@link Wire} alone. */
abstract class Exchange {
  final InetSocketAddress server;
  final Query query;
  final long timeoutNanos;
  private final Reply reply;
  private long deadline;
  private boolean over;

  Exchange(InetSocketAddress server, Query query, long timeoutNanos, Reply reply) {
    this.server = server;
    this.query = query;
    this.timeoutNanos = timeoutNanos;
    this.reply = reply;
  }

  /** Opens a channel and registers it. */
  abstract void open(Selector selector, long now) throws IOException;

  /**
   * The channel is ready.
   *
   * @param scratch for any use, until this returns
   * @return what goes on in its place; null: nothing does
   */
  abstract Exchange proceed(SelectionKey key, ByteBuffer scratch) throws IOException;

  /** When something is to be done again, but for the deadline. */
  long dueAt() {
    return deadline;
  }

  /** It is time for that. */
  void due(long now) throws IOException {}

  abstract Closeable channel();

  final void begin(Selector selector, long now) throws IOException {
    deadline = now + timeoutNanos;
    open(selector, now);
  }

  final long deadline() {
    return deadline;
  }

  final boolean isOver() {
    return over;
  }

  /** Hands the response over. */
  final void answer(Message message) {
    if (end()) {
      reply.answered(message);
    }
  }

  final void fail(IOException e) {
    String message = e.getMessage();
    fail(
        e instanceof Malformed
            ? "answers what can't be read: " + message
            : "can't be reached: " + (message == null ? words(e) : message),
        false);
  }

  final void fail(String reason, boolean silent) {
    if (end()) {
      reply.failed(reason, silent);
    }
  }

  /** {@code PortUnreachableException} as {@code port unreachable}: it comes without words. */
  private static String words(IOException e) {
    return e.getClass()
        .getSimpleName()
        .replaceAll("Exception$", "")
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }

  /** Ends it here, because {@code next} goes on. */
  final Exchange giveWay(Exchange next) {
    end();
    return next;
  }

  /** Ends it, and nobody hears of it. */
  final void abandon() {
    end();
  }

  final Reply reply() {
    return reply;
  }

  private boolean end() {
    if (over) {
      return false;
    }
    over = true;
    Closeable channel = channel();
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // It is of no use any more.
      }
    }
    return true;
  }
}
