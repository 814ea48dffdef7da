package dev.remora.core.discovery;

import dev.remora.core.concurrent.Scheduler;
import dev.remora.core.log.Log;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Does not take a registry's word, for a while, that everything is gone: a server that has lost its
 * state, or whose health checks all fail at once, says so in the same words as an operator who has
 * stopped the service.
 *
 * <ul>
 *   <li>An empty list of endpoints is held back if the service had some and is still listed. Once
 *       its name is gone too, two answers agree, and it is believed at once: that is how the last
 *       endpoint of a service leaves in peace.
 *   <li>A list of names that has lost more than half of them at once is held back, as Eureka's
 *       servers distrust the loss of many leases (self-preservation) and not that of one.
 *   <li>What is held back is believed when the time given has passed and the registry still says
 *       so. It has to answer for that: while it is down nothing is believed.
 * </ul>
 *
 * <p>A call to an endpoint that is really gone is refused and moves on, and then fails as it would
 * without any endpoint. A list that is merely shorter is always believed.
 */
final class GuardedRegistry implements Registry {
  /** What settles within this is not worth a line: a service that leaves is heard of in pieces. */
  private static final long TELL_MILLIS = 1_000;

  private static final int NAMED = 3;

  private final Registry registry;
  private final String name;
  private final long holdMillis;
  private final Log log;
  private final Scheduler scheduler;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by lock.
  private final Map<String, List<Endpoint>> believed = new HashMap<>();
  private final Map<String, Hold> emptied = new TreeMap<>();
  private Listener listener;
  private Set<String> names;
  private Set<String> fewerNames;
  private Hold fewer;
  private boolean down;
  private boolean told;
  private boolean telling;

  /**
   * A guard of {@code registry}.
   *
   * @param name how the registry is called in the log
   * @param holdMillis for how long it is not believed
   */
  GuardedRegistry(Registry registry, String name, long holdMillis, Log log, Scheduler scheduler) {
    this.registry = registry;
    this.name = name;
    this.holdMillis = holdMillis;
    this.log = log;
    this.scheduler = scheduler;
  }

  @Override
  public void start(Listener to) {
    lock.lock();
    try {
      listener = to;
    } finally {
      lock.unlock();
    }
    registry.start(new Guard());
  }

  @Override
  public void watch(String service) {
    registry.watch(service);
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
    return registry.leave();
  }

  @Override
  public void close() {
    registry.close();
  }

  /** Judges what the registry says. */
  private final class Guard implements Listener {
    @Override
    public void services(Set<String> now) {
      lock.lock();
      try {
        if (names != null && hasLostMost(names, now)) {
          fewerNames = now;
          addToNames(now);
          if (fewer == null) {
            fewer = new Hold(null);
            holding();
          }
        } else {
          believeNames(now);
          settled();
        }
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void endpoints(String service, List<Endpoint> endpoints) {
      lock.lock();
      try {
        List<Endpoint> before = believed.get(service);
        boolean lost = endpoints.isEmpty() && before != null && !before.isEmpty();
        if (lost && names != null && names.contains(service)) {
          if (!emptied.containsKey(service)) {
            emptied.put(service, new Hold(service));
            holding();
          }
        } else {
          release(service);
          believed.put(service, endpoints);
          listener.endpoints(service, endpoints);
          settled();
        }
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void down(String reason) {
      lock.lock();
      try {
        down = true;
        listener.down(reason);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void up() {
      lock.lock();
      try {
        down = false;
        for (Hold hold : holds()) {
          hold.again();
        }
        listener.up();
      } finally {
        lock.unlock();
      }
    }
  }

  private static boolean hasLostMost(Set<String> before, Set<String> now) {
    int kept = 0;
    for (String service : before) {
      kept += now.contains(service) ? 1 : 0;
    }
    return before.size() - kept > before.size() / 2.0;
  }

  /** What is listed anew is believed, whatever is missing. */
  private void addToNames(Set<String> now) {
    if (!names.containsAll(now)) {
      Set<String> all = new HashSet<>(names);
      all.addAll(now);
      names = Collections.unmodifiableSet(all);
      listener.services(names);
    }
  }

  private void believeNames(Set<String> now) {
    names = now;
    fewerNames = null;
    if (fewer != null) {
      fewer.cancel();
      fewer = null;
    }
    listener.services(now);
    for (String service : new ArrayList<>(emptied.keySet())) {
      if (!now.contains(service)) {
        believeEmpty(service);
      }
    }
  }

  private void believeEmpty(String service) {
    release(service);
    believed.put(service, Collections.<Endpoint>emptyList());
    listener.endpoints(service, Collections.<Endpoint>emptyList());
  }

  private void release(String service) {
    Hold hold = emptied.remove(service);
    if (hold != null) {
      hold.cancel();
    }
  }

  private List<Hold> holds() {
    List<Hold> holds = new ArrayList<>(emptied.values());
    if (fewer != null) {
      holds.add(fewer);
    }
    return holds;
  }

  /** Something is held back: to be told once it has lasted. */
  private void holding() {
    if (telling || told) {
      return;
    }
    telling = true;
    scheduler.after(
        Math.min(TELL_MILLIS, holdMillis / 2),
        new Runnable() {
          @Override
          public void run() {
            tell();
          }
        });
  }

  private void tell() {
    lock.lock();
    try {
      telling = false;
      if (told || holds().isEmpty()) {
        return;
      }
      told = true;
      log.warn(
          name
              + " suddenly lists "
              + lost()
              + "; what it listed before stays in use for up to "
              + holdMillis / 1_000.0
              + " s");
    } finally {
      lock.unlock();
    }
  }

  private String lost() {
    if (fewer != null) {
      return fewerNames.size() + " instead of " + names.size() + " services";
    }
    StringBuilder services = new StringBuilder();
    int shown = 0;
    for (String service : emptied.keySet()) {
      if (shown++ == NAMED) {
        return "no endpoints of" + services + " and " + (emptied.size() - NAMED) + " more services";
      }
      services.append(shown == 1 ? " " : ", ").append(service);
    }
    return "no endpoints of" + services;
  }

  /** Something was believed: if it was the last that was held back, that is told. */
  private void settled() {
    if (told && holds().isEmpty()) {
      told = false;
      log.info(name + ": what it lists is in use again");
    }
  }

  /** Something that is not believed yet: an empty list of a service, or the list of names. */
  private final class Hold {
    private final String service;
    private Scheduler.Repetition end;

    Hold(String service) {
      this.service = service;
      again();
    }

    /** Begins anew. */
    void again() {
      cancel();
      end =
          scheduler.after(
              holdMillis,
              new Runnable() {
                @Override
                public void run() {
                  expire();
                }
              });
    }

    void cancel() {
      if (end != null) {
        end.close();
      }
    }

    private void expire() {
      lock.lock();
      try {
        boolean current = service == null ? fewer == this : emptied.get(service) == this;
        if (!current || down) {
          return;
        }
        if (service == null) {
          believeNames(fewerNames);
        } else {
          believeEmpty(service);
        }
        settled();
      } finally {
        lock.unlock();
      }
    }
  }
}
