package dev.remora.core.discovery.snapshot;

import dev.remora.core.concurrent.Scheduler;
import dev.remora.core.log.Log;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The snapshot of a process: read once, when it starts, and written on the scheduler's thread some
 * seconds after a change, whatever the number of changes until then.
 *
 * <p>Several processes may share the file. Each adds what it knows to what is there: the younger
 * statement wins, service by service. Two that write at the same moment may lose the additions of
 * one of them until its next write.
 */
public final class SnapshotStore {
  /** Five seconds: what is lost by a crash is not worth more writing. */
  private static final long DELAY_MILLIS = 5_000;

  /** A clock that is wrong by more than this makes an age meaningless. */
  private static final long SKEW_MILLIS = 300_000;

  private final SnapshotFile file;
  private final long maxAgeMillis;
  private final long delayMillis;
  private final Log log;
  private final Scheduler scheduler;

  // Guarded by this.
  private final List<SnapshotRegistry> registries = new ArrayList<>();
  private Map<String, Kept> found;
  private String problem;

  /** A write is due. Not under the lock, which is held while writing. */
  private final AtomicBoolean waiting = new AtomicBoolean();

  /**
   * The snapshot at {@code path}.
   *
   * @param maxAge what is older counts as not there
   */
  public SnapshotStore(String path, Duration maxAge, Log log, Scheduler scheduler) {
    this(path, maxAge, DELAY_MILLIS, log, scheduler);
  }

  SnapshotStore(String path, Duration maxAge, long delayMillis, Log log, Scheduler scheduler) {
    this.file = new SnapshotFile(path);
    this.maxAgeMillis = maxAge.toMillis();
    this.delayMillis = delayMillis;
    this.log = log;
    this.scheduler = scheduler;
  }

  /** Adds a registry whose words are to be kept. */
  synchronized void add(SnapshotRegistry registry) {
    registries.add(registry);
  }

  /** What a source said before this process began, or null. */
  synchronized Kept find(String source) {
    if (found == null) {
      found = load();
    }
    Kept kept = found.get(source);
    long now = System.currentTimeMillis();
    if (kept == null) {
      return null;
    }
    if (isFresh(kept.at(), now)) {
      return fresh(kept, now);
    }
    log.warn(
        "the snapshot "
            + file
            + " is not used for "
            + source
            + ": it is "
            + (kept.at() > now ? "from the future" : age(now - kept.at()) + " old"));
    return null;
  }

  private Map<String, Kept> load() {
    if (!file.exists()) {
      return Collections.emptyMap();
    }
    try {
      return file.read();
    } catch (IOException e) {
      log.warn("the snapshot " + file + " is not used: it " + e.getMessage());
      return Collections.emptyMap();
    }
  }

  private boolean isFresh(long at, long now) {
    return now - at <= maxAgeMillis && at - now <= SKEW_MILLIS;
  }

  private Kept fresh(Kept kept, long now) {
    Map<String, Kept.Service> services = new HashMap<>();
    for (Map.Entry<String, Kept.Service> each : kept.services().entrySet()) {
      Kept.Service service = each.getValue();
      services.put(each.getKey(), service != null && isFresh(service.at(), now) ? service : null);
    }
    return new Kept(kept.at(), services);
  }

  /** How often something that does not change has to be said again, so as not to grow old. */
  long refreshMillis() {
    return Math.max(delayMillis, Math.min(Duration.ofHours(1).toMillis(), maxAgeMillis / 24));
  }

  /** Something is worth writing. */
  void changed() {
    if (waiting.compareAndSet(false, true)) {
      scheduler.after(
          delayMillis,
          new Runnable() {
            @Override
            public void run() {
              write();
            }
          });
    }
  }

  /** Writes now if anything is waiting to be. */
  void flush() {
    if (waiting.get()) {
      write();
    }
  }

  private synchronized void write() {
    waiting.set(false);
    long now = System.currentTimeMillis();
    Map<String, Kept> sources = new TreeMap<>();
    if (file.exists()) {
      try {
        for (Map.Entry<String, Kept> there : file.read().entrySet()) {
          if (isFresh(there.getValue().at(), now)) {
            sources.put(there.getKey(), fresh(there.getValue(), now));
          }
        }
      } catch (IOException e) {
        // Then it is time for a good one.
        log.debug("the snapshot " + file + " is replaced: it " + e.getMessage());
      }
    }
    boolean any = false;
    for (SnapshotRegistry registry : registries) {
      Kept own = registry.kept(now);
      if (own != null) {
        any = true;
        sources.put(registry.source(), merged(own, sources.get(registry.source())));
      }
    }
    if (any) {
      replace(sources);
    }
  }

  /** The younger list of names, and of each of these services the younger endpoints. */
  private static Kept merged(Kept own, Kept there) {
    if (there == null) {
      return own;
    }
    Kept younger = there.at() > own.at() ? there : own;
    Map<String, Kept.Service> services = new HashMap<>();
    for (String name : younger.services().keySet()) {
      Kept.Service mine = own.services().get(name);
      Kept.Service other = there.services().get(name);
      boolean otherWins = other != null && (mine == null || other.at() > mine.at());
      services.put(name, otherWins ? other : mine);
    }
    return new Kept(younger.at(), services);
  }

  private void replace(Map<String, Kept> sources) {
    try {
      file.write(sources);
      if (problem != null) {
        problem = null;
        log.info("the snapshot " + file + " can be written again");
      }
    } catch (IOException e) {
      if (problem == null) {
        log.error("the snapshot " + file + " can't be written: " + e.getMessage());
      }
      problem = e.getMessage();
    }
  }

  /** An age for people. */
  static String age(long millis) {
    long seconds = Math.max(0, millis) / 1_000;
    if (seconds < 120) {
      return seconds + " s";
    }
    return seconds < 7_200 ? seconds / 60 + " min" : seconds / 3_600 + " h";
  }
}
