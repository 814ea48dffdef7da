package dev.remora.core.discovery.dns;

import dev.remora.core.concurrent.DaemonThreads;
import dev.remora.core.log.Log;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * Carries queries to servers and their responses back, any number at once.
 *
 * <p>The thread, {@code remora-dns-io}, is a daemon that waits in one selector for all of them. It
 * begins with a query and ends 10 s after the last one: so it comes and goes with the TTLs, and
 * there is none while no service is called. The shared timer's thread can't do it: it would have to
 * wake up every few milliseconds to look whether something has come, or to block, and heartbeats
 * with it. The HTTP client's reactor knows TCP alone, and is not there with DNS.
 */
final class Wire implements AutoCloseable {
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** More than any server sends to somebody who asks for {@link Query#PAYLOAD}. */
  private static final int DATAGRAM = 8192;

  private final Log log;

  // Guarded by this.
  private final Queue<Exchange> asked = new ArrayDeque<>();
  private Selector selector;
  private boolean closed;

  Wire(Log log) {
    this.log = log;
  }

  /** Asks a server. */
  void ask(InetSocketAddress server, Query query, long timeoutNanos, Reply reply) {
    Throwable failure;
    synchronized (this) {
      if (closed) {
        return;
      }
      try {
        asked.add(new UdpExchange(server, query, timeoutNanos, reply));
        if (selector == null) {
          start();
        }
        selector.wakeup();
        return;
      } catch (IOException | RuntimeException | Error e) {
        failure = e;
        asked.clear();
      }
    }
    reply.failed("can't be asked: " + failure, false);
  }

  private void start() throws IOException {
    Selector own = Selector.open();
    try {
      new DaemonThreads("remora-dns-io").newThread(() -> run(own)).start();
    } catch (RuntimeException | Error e) {
      // There may be no thread to be had.
      own.close();
      throw e;
    }
    selector = own;
  }

  /** Ends the thread; what is under way is dropped without a word. */
  @Override
  public synchronized void close() {
    closed = true;
    asked.clear();
    if (selector != null) {
      selector.wakeup();
    }
  }

  private void run(Selector own) {
    List<Exchange> active = new ArrayList<>();
    try {
      serve(own, active);
    } catch (IOException | RuntimeException | Error e) {
      log.error("asking DNS servers failed, which starts over: " + e);
    } finally {
      leave(own, active);
    }
  }

  private void serve(Selector own, List<Exchange> active) throws IOException {
    ByteBuffer scratch = ByteBuffer.allocate(DATAGRAM);
    long idleSince = System.nanoTime();
    while (begin(own, active, idleSince)) {
      own.select(TimeUnit.NANOSECONDS.toMillis(untilDue(active, idleSince)) + 1);
      proceed(own, active, scratch);
      look(active);
      if (!active.isEmpty()) {
        idleSince = System.nanoTime();
      }
    }
  }

  /** Begins with what was asked; false: it is over. */
  private boolean begin(Selector own, List<Exchange> active, long idleSince) {
    List<Exchange> fresh;
    synchronized (this) {
      boolean idle = active.isEmpty() && asked.isEmpty();
      if (closed || (idle && System.nanoTime() - idleSince >= IDLE_NANOS)) {
        selector = null;
        return false;
      }
      fresh = new ArrayList<>(asked);
      asked.clear();
    }
    for (Exchange exchange : fresh) {
      begin(exchange, own, active);
    }
    return true;
  }

  private static void begin(Exchange exchange, Selector own, List<Exchange> active) {
    active.add(exchange);
    try {
      exchange.begin(own, System.nanoTime());
    } catch (IOException e) {
      exchange.fail(e);
    } catch (RuntimeException e) {
      // An address that can't be connected to, by its kind.
      exchange.fail("can't be asked: " + e, false);
    }
  }

  private static void proceed(Selector own, List<Exchange> active, ByteBuffer scratch) {
    Iterator<SelectionKey> keys = own.selectedKeys().iterator();
    while (keys.hasNext()) {
      SelectionKey key = keys.next();
      keys.remove();
      Exchange exchange = (Exchange) key.attachment();
      try {
        Exchange next = exchange.proceed(key, scratch);
        if (next != null) {
          begin(next, own, active);
        }
      } catch (IOException e) {
        exchange.fail(e);
      } catch (RuntimeException e) {
        // A mistake of ours; the others must not suffer for it.
        exchange.fail("answers what can't be read: " + e, false);
      }
    }
  }

  /** Sends once more what may be lost, and gives up what has lasted too long. */
  private static void look(List<Exchange> active) {
    long now = System.nanoTime();
    for (Exchange exchange : active) {
      try {
        if (exchange.isOver()) {
          continue;
        }
        if (now - exchange.deadline() >= 0) {
          exchange.fail("does not answer", true);
        } else if (now - exchange.dueAt() >= 0) {
          exchange.due(now);
        }
      } catch (IOException e) {
        exchange.fail(e);
      }
    }
    active.removeIf(Exchange::isOver);
  }

  private static long untilDue(List<Exchange> active, long idleSince) {
    long now = System.nanoTime();
    long due = active.isEmpty() ? idleSince + IDLE_NANOS - now : Long.MAX_VALUE;
    for (Exchange exchange : active) {
      due = exchange.isOver() ? 0 : Math.min(due, exchange.dueAt() - now);
    }
    return Math.max(0, due);
  }

  /** Whatever the reason: nobody waits for a thread that is gone, and the next query has one. */
  private void leave(Selector own, List<Exchange> active) {
    List<Exchange> left = new ArrayList<>(active);
    boolean silent;
    synchronized (this) {
      silent = closed;
      if (selector == own) {
        selector = null;
        left.addAll(asked);
        asked.clear();
      }
    }
    try {
      own.close();
    } catch (IOException e) {
      // It is of no use any more.
    }
    for (Exchange exchange : left) {
      if (silent) {
        exchange.abandon();
      } else {
        exchange.fail("can't be asked", false);
      }
    }
  }
}
