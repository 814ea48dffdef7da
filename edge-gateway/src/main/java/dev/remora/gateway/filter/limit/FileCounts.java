package dev.remora.gateway.filter.limit;

import dev.remora.core.log.Log;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts of one gateway, in memory and in a file: written once a second where something has
 * changed, and at the end. A process that is killed forgets what it has counted since.
 */
final class FileCounts implements Counts, AutoCloseable {
  /** More are not counted: each is 200 bytes in memory and 60 in the file. */
  private static final int MOST = 1_000_000;

  private static final long SAVE_MILLIS = 1_000;

  private final Path file;
  private final Log log;
  private final Map<String, Count> counts = new ConcurrentHashMap<>();
  private final AtomicBoolean changed = new AtomicBoolean();
  private boolean failing;

  /** What was kept in {@code file}, if it is there. */
  FileCounts(Path file, Vertx vertx, Log log) {
    this.file = file;
    this.log = log;
    read();
    vertx.setPeriodic(SAVE_MILLIS, timer -> vertx.executeBlocking(this::save));
  }

  private record Count(AtomicLong used, long end) {}

  @Override
  public void count(String[] keys, long[] limits, long[] ends, Outcome outcome) {
    long[] used = new long[keys.length];
    int counted = 0;
    while (counted < keys.length) {
      Count count = counter(keys[counted], ends[counted]);
      if (count == null) {
        giveBack(keys, counted);
        outcome.told(false, null);
        return;
      }
      long limit = limits[counted];
      long before = count.used.getAndUpdate(value -> value < limit ? value + 1 : value);
      if (before >= limit) {
        break;
      }
      used[counted] = before + 1;
      counted++;
    }
    if (counted < keys.length) {
      giveBack(keys, counted);
      for (int i = 0; i < keys.length; i++) {
        Count count = counts.get(keys[i]);
        used[i] = count == null ? 0 : count.used.get();
      }
    } else {
      changed.set(true);
    }
    outcome.told(counted == keys.length, used);
  }

  /** Null: there are too many. */
  private Count counter(String key, long end) {
    Count count = counts.get(key);
    if (count != null || counts.size() >= MOST) {
      return count;
    }
    return counts.computeIfAbsent(key, absent -> new Count(new AtomicLong(), end));
  }

  private void giveBack(String[] keys, int first) {
    for (int i = 0; i < first; i++) {
      Count count = counts.get(keys[i]);
      if (count != null) {
        count.used.decrementAndGet();
      }
    }
  }

  private void read() {
    long now = System.currentTimeMillis() / 1_000;
    try {
      if (!Files.exists(file)) {
        return;
      }
      for (String line : Files.readAllLines(file)) {
        String[] words = line.split(" ", -1);
        if (words.length == 3 && Long.parseLong(words[2]) > now) {
          AtomicLong used = new AtomicLong(Long.parseLong(words[1]));
          counts.put(words[0], new Count(used, Long.parseLong(words[2])));
        }
      }
    } catch (IOException | NumberFormatException e) {
      log.error(file + ": can't be read, so quotas begin anew: " + e);
    }
  }

  private synchronized Void save() {
    long now = System.currentTimeMillis() / 1_000;
    boolean gone = counts.values().removeIf(count -> count.end <= now);
    if (!changed.getAndSet(false) && !gone) {
      return null;
    }
    List<String> lines = new ArrayList<>();
    counts.forEach((key, count) -> lines.add(key + " " + count.used + " " + count.end));
    try {
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.write(fresh, lines);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      failing = false;
    } catch (IOException e) {
      changed.set(true);
      if (!failing) {
        failing = true;
        log.error(file + ": can't be written, so a restart will forget what was counted: " + e);
      }
    }
    return null;
  }

  @Override
  public void close() {
    save();
  }
}
