package dev.remora.core.discovery.file;

import dev.remora.core.discovery.Endpoint;
import dev.remora.core.log.Log;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Reads the folder of a {@code dir:} registry and decides what in it is alive.
 *
 * <p>An endpoint is alive while its file keeps changing, measured by the reader's own monotonic
 * clock since it last <em>saw</em> the file's time change. The times in and on the files are never
 * compared with a clock, except once: a file that is old at first sight is not believed until it
 * changes, so that what a killed process left is not routed to by those that start later.
 */
final class DirReader {
  /** A quarter of a second: with a heartbeat of a second no beat is seen late by much. */
  static final long POLL_MILLIS = 250;

  /**
   * Four seconds without a heartbeat: three lost beats of one second are a pause of garbage
   * collection or a busy disk; four are a dead process.
   */
  static final long EXPIRY_MILLIS = 4_000;

  /** A minute: long enough for people to look at what a killed process left. */
  static final long DELETION_MILLIS = 60_000;

  private final File folder;
  private final Log log;
  private final Map<String, Sighting> sightings = new HashMap<>();
  private String problem;

  DirReader(File folder, Log log) {
    this.folder = folder;
    this.log = log;
  }

  /** Why the last {@link #read} brought nothing, or null. */
  String problem() {
    return problem;
  }

  /**
   * The endpoints that are alive, by service.
   *
   * @param now {@link System#nanoTime}
   * @return null if the folder can't be read; one that isn't there is empty
   */
  Map<String, List<Endpoint>> read(long now) {
    String[] names = folder.list();
    if (names == null && folder.exists()) {
      problem = "dir:" + folder + " can't be read";
      return null;
    }
    problem = null;
    if (names == null) {
      // Deleted under its users, who will make it again with their next beat.
      names = sightings.keySet().toArray(new String[0]);
    }
    Arrays.sort(names);
    Set<String> present = new HashSet<>();
    Map<String, List<Endpoint>> services = new HashMap<>();
    for (String name : names) {
      boolean unfinished = name.endsWith(EndpointFile.UNFINISHED);
      if (!unfinished && !name.endsWith(EndpointFile.SUFFIX)) {
        continue;
      }
      present.add(name);
      Sighting sighting = sightings.get(name);
      if (sighting == null) {
        sighting = new Sighting(new File(folder, name), now);
        sightings.put(name, sighting);
      }
      sighting.look(now, !unfinished);
      if (sighting.isDeletable(now)) {
        sighting.delete();
      } else if (sighting.isAlive(now)) {
        add(services, sighting.content);
      }
    }
    sightings.keySet().retainAll(present);
    for (Map.Entry<String, List<Endpoint>> service : services.entrySet()) {
      service.setValue(Collections.unmodifiableList(service.getValue()));
    }
    return services;
  }

  private static void add(Map<String, List<Endpoint>> services, EndpointFile file) {
    List<Endpoint> endpoints = services.get(file.service());
    if (endpoints == null) {
      endpoints = new ArrayList<>();
      services.put(file.service(), endpoints);
    }
    endpoints.add(file.endpoint());
  }

  /** A file, and when it was last seen to change. */
  private final class Sighting {
    private final File file;
    private long modified;
    private long length = -1;
    private long changed;
    private boolean believed;
    private EndpointFile content;

    Sighting(File file, long now) {
      this.file = file;
      this.changed = now;
      this.modified = file.lastModified();
      // A time in the future is another clock's, and says nothing either.
      this.believed = System.currentTimeMillis() - modified < EXPIRY_MILLIS;
    }

    void look(long now, boolean read) {
      long modifiedNow = file.lastModified();
      if (modifiedNow == 0) {
        // Gone since it was listed; that it is gone is for the next listing to tell.
        return;
      }
      long lengthNow = file.length();
      if (modifiedNow != modified) {
        modified = modifiedNow;
        changed = now;
        believed = true;
      } else if (lengthNow == length) {
        return;
      }
      length = lengthNow;
      if (read) {
        try {
          content = EndpointFile.read(file);
        } catch (IOException e) {
          // What was read before stays until it expires: the file may be half written.
          log.debug("dir: " + file.getName() + " is passed over: " + e.getMessage());
        }
      }
    }

    boolean isAlive(long now) {
      return content != null && believed && !isOlder(now, EXPIRY_MILLIS);
    }

    boolean isDeletable(long now) {
      return isOlder(now, DELETION_MILLIS);
    }

    private boolean isOlder(long now, long millis) {
      return now - changed > TimeUnit.MILLISECONDS.toNanos(millis);
    }

    void delete() {
      // Its process may have come back this instant; then the next look finds a change.
      if (file.lastModified() == modified && file.delete()) {
        log.debug("dir: " + file.getName() + " was left behind and is deleted");
      }
    }
  }
}
