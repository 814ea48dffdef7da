package dev.remora.core.discovery.file;

import dev.remora.core.concurrent.Scheduler;
import dev.remora.core.discovery.Registration;
import dev.remora.core.log.Log;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps this process's endpoints in the folder of a {@code dir:} registry.
 *
 * <p>Each beat writes the whole file anew, so that whatever happened to it or to the folder is
 * mended by the next beat.
 */
final class DirWriter {
  /** A second: a beat costs a small file's write, and {@link DirReader} can miss three. */
  static final long BEAT_MILLIS = 1_000;

  private static final long CLOSE_MILLIS = 1_000;

  private final File folder;
  private final Log log;
  private final Scheduler scheduler;
  private final String pid = Pid.own();

  /** Not a UUID: that would set up the JVM's security providers before the application does. */
  private final String owner =
      pid + "-" + Long.toHexString(System.nanoTime() ^ System.identityHashCode(this));

  private final ReentrantLock beating = new ReentrantLock();
  private final List<Registration> registrations = new ArrayList<>();
  private Scheduler.Repetition beat;
  private String problem;
  private boolean closed;

  DirWriter(File folder, Log log, Scheduler scheduler) {
    this.folder = folder;
    this.log = log;
    this.scheduler = scheduler;
  }

  void register(final Registration registration) {
    // By way of the scheduler: the caller must not wait for a beat that is writing.
    scheduler.execute(
        new Runnable() {
          @Override
          public void run() {
            add(registration);
          }
        });
  }

  private void add(Registration registration) {
    beating.lock();
    try {
      registrations.add(registration);
      if (beat == null && !closed) {
        beat =
            scheduler.every(
                BEAT_MILLIS,
                new Runnable() {
                  @Override
                  public void run() {
                    beat();
                  }
                });
      }
    } finally {
      beating.unlock();
    }
  }

  private void beat() {
    beating.lock();
    try {
      if (closed) {
        return;
      }
      String failure = null;
      folder.mkdirs();
      for (Registration registration : registrations) {
        try {
          EndpointFile.write(file(registration), registration, owner, pid);
        } catch (IOException e) {
          failure =
              "register: "
                  + registration
                  + " can't be written to dir:"
                  + folder
                  + ": "
                  + e.getMessage();
        }
      }
      report(failure);
    } finally {
      beating.unlock();
    }
  }

  private void report(String failure) {
    if (failure != null && problem == null) {
      log.error(failure);
    } else if (failure == null && problem != null) {
      log.info("register: dir:" + folder + " can be written again");
    }
    problem = failure;
  }

  private File file(Registration registration) {
    return new File(folder, EndpointFile.name(registration));
  }

  /**
   * Removes what was written, unless another process has taken the endpoint over since.
   *
   * @return whether there was anything
   */
  boolean close() {
    boolean locked = false;
    try {
      locked = beating.tryLock(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!locked) {
      return false;
    }
    try {
      closed = true;
      if (beat != null) {
        beat.close();
      }
      for (Registration registration : registrations) {
        remove(file(registration));
      }
      boolean any = !registrations.isEmpty();
      registrations.clear();
      return any;
    } finally {
      beating.unlock();
    }
  }

  private void remove(File file) {
    try {
      if (EndpointFile.read(file).owner().equals(owner) && !file.delete()) {
        log.debug("dir: " + file.getName() + " can't be deleted and will expire");
      }
    } catch (IOException e) {
      log.debug("dir: " + file.getName() + " is gone already: " + e.getMessage());
    }
  }
}
