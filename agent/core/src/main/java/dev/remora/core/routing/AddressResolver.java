package dev.remora.core.routing;

import dev.remora.core.concurrent.DaemonThreads;
import dev.remora.core.log.Log;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Resolves the addresses of endpoints, those that are DNS names on a thread of its own, because a
 * look-up can block for many seconds. The thread starts with the first such name.
 *
 * <p>Names are looked up again every 30 s, the time for which the JVM itself keeps an answer
 * ({@code networkaddress.cache.ttl}). An address is kept while DNS still lists it, and the last
 * good one while DNS fails.
 */
final class AddressResolver implements AutoCloseable {
  static final long REFRESH_SECONDS = 30;

  /** Where names are looked up. */
  interface Dns {
    /** All addresses of {@code name}, at least one. */
    InetAddress[] lookup(String name) throws UnknownHostException;
  }

  /** The JVM's own look-up. */
  static final Dns SYSTEM =
      new Dns() {
        @Override
        public InetAddress[] lookup(String name) throws UnknownHostException {
          return InetAddress.getAllByName(name);
        }
      };

  /** Who uses the addresses. */
  interface User {
    /** The names that are needed at present. */
    Set<String> names();

    /** An address has changed or has been found out to be unknown. */
    void resolved();
  }

  private final Dns dns;
  private final User user;
  private final Log log;
  private final long refreshMillis;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private ScheduledThreadPoolExecutor executor;
  private Future<?> refreshing;
  private boolean closed;

  AddressResolver(Dns dns, User user, Log log, long refreshMillis) {
    this.dns = dns;
    this.user = user;
    this.log = log;
    this.refreshMillis = refreshMillis;
  }

  /**
   * What is known of {@code address} now, without blocking; a name not seen before is looked up
   * soon.
   */
  Answer find(String address) {
    if (Addresses.isLiteral(address)) {
      try {
        return new Answer(Addresses.parse(address));
      } catch (UnknownHostException e) {
        return Answer.UNKNOWN;
      }
    }
    Answer answer = answers.get(address);
    if (answer != null) {
      return answer;
    }
    answers.put(address, Answer.PENDING);
    lookupSoon(address);
    return Answer.PENDING;
  }

  private synchronized void lookupSoon(final String name) {
    if (closed) {
      return;
    }
    if (executor == null) {
      executor =
          new ScheduledThreadPoolExecutor(
              1, new DaemonThreads("remora-resolver"), new ThreadPoolExecutor.DiscardPolicy());
      refreshing =
          executor.scheduleWithFixedDelay(
              new Runnable() {
                @Override
                public void run() {
                  refresh();
                }
              },
              refreshMillis,
              refreshMillis,
              TimeUnit.MILLISECONDS);
    }
    executor.execute(
        new Runnable() {
          @Override
          public void run() {
            lookup(name);
          }
        });
  }

  private void refresh() {
    Set<String> needed = user.names();
    answers.keySet().retainAll(needed);
    for (String name : needed) {
      if (!Addresses.isLiteral(name)) {
        lookup(name);
      }
    }
  }

  private void lookup(String name) {
    Answer before = answers.get(name);
    Answer now;
    try {
      InetAddress[] found = dns.lookup(name);
      boolean stays = before != null && Arrays.asList(found).contains(before.address());
      now = stays ? before : new Answer(found[0]);
    } catch (UnknownHostException | RuntimeException e) {
      if (before != null && before.address() != null) {
        return;
      }
      if (before != Answer.UNKNOWN) {
        log.warn("the address of an endpoint can't be resolved: " + name);
      }
      now = Answer.UNKNOWN;
    }
    if (now != before) {
      answers.put(name, now);
      user.resolved();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (executor != null) {
      refreshing.cancel(true);
      executor.shutdownNow();
    }
  }

  /** What is known of an address. */
  static final class Answer {
    static final Answer PENDING = new Answer(null);
    static final Answer UNKNOWN = new Answer(null);

    private final InetAddress address;

    private Answer(InetAddress address) {
      this.address = address;
    }

    /** Null while it is looked up, and if it is unknown. */
    InetAddress address() {
      return address;
    }
  }
}
