package dev.remora.core.discovery;

import dev.remora.core.concurrent.Scheduler;
import dev.remora.core.log.Log;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Several registries as one, in order of precedence: of those that list a service the first one's
 * endpoints are the service's, and no others.
 *
 * <ul>
 *   <li>A registry that has not listed anything yet takes no part: what the others list can be
 *       called. When it turns out to list a service too, calls go on to the endpoints of the lower
 *       one until the higher one has told its own.
 *   <li>A higher one that lists a service and is slow to tell its endpoints is passed over after
 *       the patience given, and at once if it is down, until it tells them. What it once told
 *       stands, as long as it lists the service, however long it is down afterwards: a lower
 *       registry may well be a stale substitute.
 *   <li>That the first one tells an empty list is an answer, and no reason to ask the next.
 *   <li>The whole is down when all are.
 *   <li>Registrations go to the first that takes them.
 * </ul>
 */
public final class CompositeRegistry implements Registry {
  private final long patienceMillis;
  private final Log log;
  private final Scheduler scheduler;
  private final List<Part> parts = new ArrayList<>();

  /** Not held while a part is asked for anything, only while the listener is told. */
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by lock.
  private final Map<String, Wanted> wanted = new HashMap<>();
  private final Queue<Question> questions = new ArrayDeque<>();
  private Listener listener;
  private Set<String> listed;
  private boolean complete;
  private boolean down;

  /**
   * A registry without parts.
   *
   * @param patienceMillis how long a registry may take to tell a service's endpoints before the
   *     next that lists it is asked
   */
  public CompositeRegistry(long patienceMillis, Log log, Scheduler scheduler) {
    this.patienceMillis = patienceMillis;
    this.log = log;
    this.scheduler = scheduler;
  }

  /**
   * Adds a registry after those there are; before {@link #start}.
   *
   * @param name as in the configuration
   */
  public void add(String name, Registry registry, boolean takesRegistrations) {
    parts.add(new Part(name, registry, takesRegistrations));
  }

  @Override
  public void start(Listener to) {
    lock.lock();
    try {
      listener = to;
    } finally {
      lock.unlock();
    }
    for (Part part : parts) {
      part.registry.start(part);
    }
  }

  @Override
  public void watch(final String service) {
    lock.lock();
    try {
      if (wanted.containsKey(service)) {
        return;
      }
      Wanted added = new Wanted(service);
      wanted.put(service, added);
      settle(added);
    } finally {
      lock.unlock();
    }
    ask();
    if (parts.size() > 1) {
      scheduler.after(
          patienceMillis,
          new Runnable() {
            @Override
            public void run() {
              losePatience(service);
            }
          });
    }
  }

  private void losePatience(String service) {
    lock.lock();
    try {
      Wanted waiting = wanted.get(service);
      waiting.impatient = true;
      settle(waiting);
    } finally {
      lock.unlock();
    }
    ask();
  }

  /** Finds out whose endpoints are the service's now, and tells them if they are others. */
  private void settle(Wanted service) {
    List<Endpoint> now = null;
    for (Part part : parts) {
      if (part.names == null || !part.names.contains(service.name)) {
        continue;
      }
      if (service.asked.add(part)) {
        questions.add(new Question(part, service.name));
      }
      now = part.told.get(service.name);
      if (now != null || (part.outage == null && !service.impatient)) {
        break;
      }
    }
    if (now != null && now != service.given && !now.equals(service.given)) {
      service.given = now;
      listener.endpoints(service.name, now);
    }
  }

  private void settleAll() {
    for (Wanted service : wanted.values()) {
      settle(service);
    }
  }

  /** Watches what has turned out to be worth it; without the lock. */
  private void ask() {
    for (Question next = nextQuestion(); next != null; next = nextQuestion()) {
      next.part.registry.watch(next.service);
    }
  }

  private Question nextQuestion() {
    lock.lock();
    try {
      return questions.poll();
    } finally {
      lock.unlock();
    }
  }

  /** Tells the names, if they are others or nothing more is to be expected now. */
  private void list() {
    boolean answered = false;
    boolean all = true;
    Set<String> union = new HashSet<>();
    for (Part part : parts) {
      if (part.names != null) {
        answered = true;
        union.addAll(part.names);
      } else if (part.outage == null) {
        all = false;
      }
    }
    if (!answered || (union.equals(listed) && complete == (complete || all))) {
      return;
    }
    listed = Collections.unmodifiableSet(union);
    complete |= all;
    if (complete) {
      listener.services(listed);
    } else {
      listener.someServices(listed);
    }
  }

  @Override
  public void register(Registration registration) {
    for (Part part : parts) {
      if (part.takesRegistrations) {
        part.registry.register(registration);
        return;
      }
    }
    // It knows best how to say that it doesn't.
    parts.get(0).registry.register(registration);
  }

  /** How it stands with each registry, in their order. */
  public List<RegistryHealth> health() {
    lock.lock();
    try {
      List<RegistryHealth> health = new ArrayList<>();
      for (Part part : parts) {
        RegistryHealth.State state = RegistryHealth.State.UP;
        if (part.outage != null) {
          state = RegistryHealth.State.DOWN;
        } else if (part.names == null) {
          state = RegistryHealth.State.STARTING;
        }
        health.add(
            new RegistryHealth(part.name, state, part.outage, part.registry.lastAnswerNanos()));
      }
      return health;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean leave() {
    boolean left = false;
    for (Part part : parts) {
      left |= part.registry.leave();
    }
    return left;
  }

  @Override
  public void close() {
    for (Part part : parts) {
      part.registry.close();
    }
  }

  /** One of the registries, and what it has told. */
  private final class Part implements Listener {
    private final String name;
    private final Registry registry;
    private final boolean takesRegistrations;

    // Guarded by lock.
    private final Map<String, List<Endpoint>> told = new HashMap<>();
    private Set<String> names;
    private String outage;

    Part(String name, Registry registry, boolean takesRegistrations) {
      this.name = name;
      this.registry = registry;
      this.takesRegistrations = takesRegistrations;
    }

    @Override
    public void services(Set<String> complete) {
      lock.lock();
      try {
        names = complete;
        list();
        settleAll();
      } finally {
        lock.unlock();
      }
      ask();
    }

    @Override
    public void endpoints(String service, List<Endpoint> endpoints) {
      lock.lock();
      try {
        told.put(service, endpoints);
        Wanted waiting = wanted.get(service);
        if (waiting != null) {
          settle(waiting);
        }
      } finally {
        lock.unlock();
      }
      ask();
    }

    @Override
    public void down(String reason) {
      lock.lock();
      try {
        outage = reason == null ? "" : reason;
        list();
        settleAll();
        if (allDown()) {
          down = true;
          listener.down(parts.size() == 1 ? reason : name + ": " + reason);
        } else {
          log.warn("the registry " + name + " is down, what it said stays in use: " + reason);
        }
      } finally {
        lock.unlock();
      }
      ask();
    }

    @Override
    public void up() {
      lock.lock();
      try {
        outage = null;
        if (down) {
          down = false;
          listener.up();
        } else {
          log.info("the registry " + name + " answers again");
        }
      } finally {
        lock.unlock();
      }
    }
  }

  private boolean allDown() {
    for (Part part : parts) {
      if (part.outage == null) {
        return false;
      }
    }
    return true;
  }

  /** A service that was asked for. */
  private static final class Wanted {
    private final String name;
    private final Set<Part> asked = new HashSet<>();
    private List<Endpoint> given;
    private boolean impatient;

    Wanted(String name) {
      this.name = name;
    }
  }

  /** A service that a registry is to watch. */
  private static final class Question {
    private final Part part;
    private final String service;

    Question(Part part, String service) {
      this.part = part;
      this.service = service;
    }
  }
}
