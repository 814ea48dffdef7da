package dev.remora.core.discovery.snapshot;

import dev.remora.core.concurrent.Scheduler;
import dev.remora.core.discovery.Endpoint;
import dev.remora.core.discovery.Registration;
import dev.remora.core.discovery.Registry;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Stands in for a registry that is down at the start, with what it said to an earlier process, and
 * keeps what it says now for the next one.
 *
 * <p>The registry itself has the first word: addresses that were right yesterday may be another
 * service's today. What is kept is told when the registry is found to be down, or has not answered
 * within the patience given, and each answer of the registry replaces it: the names, and service by
 * service the endpoints.
 */
public final class SnapshotRegistry implements Registry {
  private final Registry registry;
  private final String source;
  private final SnapshotStore store;
  private final long before;
  private final long patienceMillis;
  private final Scheduler scheduler;

  /** Held while the listener is told; the listener never calls from under a lock of its own. */
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by lock.
  private final Set<String> watched = new HashSet<>();
  private final Map<String, List<Endpoint>> told = new HashMap<>();
  private Listener listener;
  private final Map<String, Kept.Service> remembered = new HashMap<>();
  private Set<String> names;
  private boolean saidDown;
  private boolean down;
  private long downAt;
  private Scheduler.Repetition refreshing;

  /**
   * A registry that is kept in {@code store}.
   *
   * @param source what it is called there
   * @param patienceMillis how long it may take to answer
   */
  public SnapshotRegistry(
      Registry registry,
      String source,
      SnapshotStore store,
      long patienceMillis,
      Scheduler scheduler) {
    this.registry = registry;
    this.source = source;
    this.store = store;
    this.patienceMillis = patienceMillis;
    this.scheduler = scheduler;
    Kept kept = store.find(source);
    this.before = kept == null ? 0 : kept.at();
    if (kept != null) {
      remembered.putAll(kept.services());
    }
    store.add(this);
  }

  String source() {
    return source;
  }

  @Override
  public void start(Listener to) {
    lock.lock();
    try {
      listener = to;
      refreshing =
          scheduler.every(
              store.refreshMillis(),
              new Runnable() {
                @Override
                public void run() {
                  refresh();
                }
              });
    } finally {
      lock.unlock();
    }
    registry.start(new Keeper());
    scheduler.after(
        patienceMillis,
        new Runnable() {
          @Override
          public void run() {
            losePatience();
          }
        });
  }

  private void losePatience() {
    lock.lock();
    try {
      if (names == null && !remembered.isEmpty()) {
        standIn(source + " has not answered yet");
      }
    } finally {
      lock.unlock();
    }
  }

  private void refresh() {
    lock.lock();
    try {
      if (names == null || down) {
        return;
      }
    } finally {
      lock.unlock();
    }
    store.changed();
  }

  @Override
  public void watch(final String service) {
    registry.watch(service);
    lock.lock();
    try {
      watched.add(service);
      if (saidDown) {
        standInFor(service);
        return;
      }
      if (remembered.get(service) == null) {
        return;
      }
    } finally {
      lock.unlock();
    }
    scheduler.after(
        patienceMillis,
        new Runnable() {
          @Override
          public void run() {
            losePatience(service);
          }
        });
  }

  private void losePatience(String service) {
    lock.lock();
    try {
      standInFor(service);
    } finally {
      lock.unlock();
    }
  }

  /** Tells what is kept, and only then that the registry is down, which ends the wait of calls. */
  private void standIn(String reason) {
    if (saidDown) {
      return;
    }
    saidDown = true;
    String why = reason;
    if (names == null && !remembered.isEmpty()) {
      why +=
          "; the snapshot of "
              + SnapshotStore.age(System.currentTimeMillis() - before)
              + " ago stands in";
      listener.services(Collections.unmodifiableSet(new HashSet<>(remembered.keySet())));
    }
    for (String service : watched) {
      standInFor(service);
    }
    listener.down(why);
  }

  private void standInFor(String service) {
    Kept.Service kept = remembered.get(service);
    if (kept != null) {
      listener.endpoints(service, kept.endpoints());
    }
  }

  /** What is known at {@code now}; null while the registry has not said anything. */
  Kept kept(long now) {
    lock.lock();
    try {
      if (names == null) {
        return null;
      }
      long at = down ? downAt : now;
      Map<String, Kept.Service> services = new HashMap<>();
      for (String name : names) {
        List<Endpoint> endpoints = told.get(name);
        // What an earlier process heard of a service that this one never called stays as it is.
        services.put(
            name, endpoints != null ? new Kept.Service(at, endpoints) : remembered.get(name));
      }
      return new Kept(at, services);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void register(Registration registration) {
    registry.register(registration);
  }

  @Override
  public long lastAnswerNanos() {
    return registry.lastAnswerNanos();
  }

  @Override
  public boolean leave() {
    boolean left = registry.leave();
    // The process ends.
    refresh();
    store.flush();
    return left;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (refreshing != null) {
        refreshing.close();
      }
    } finally {
      lock.unlock();
    }
    refresh();
    store.flush();
    registry.close();
  }

  /** Passes on what the registry says and remembers it. */
  private final class Keeper implements Listener {
    @Override
    public void services(Set<String> now) {
      lock.lock();
      try {
        names = now;
        listener.services(now);
        if (!down) {
          answers();
        }
      } finally {
        lock.unlock();
      }
      store.changed();
    }

    @Override
    public void endpoints(String service, List<Endpoint> endpoints) {
      lock.lock();
      try {
        told.put(service, endpoints);
        remembered.remove(service);
        listener.endpoints(service, endpoints);
      } finally {
        lock.unlock();
      }
      store.changed();
    }

    @Override
    public void down(String reason) {
      lock.lock();
      try {
        down = true;
        downAt = System.currentTimeMillis();
        standIn(reason);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void up() {
      lock.lock();
      try {
        down = false;
        answers();
      } finally {
        lock.unlock();
      }
    }

    private void answers() {
      if (saidDown) {
        saidDown = false;
        listener.up();
      }
    }
  }
}
