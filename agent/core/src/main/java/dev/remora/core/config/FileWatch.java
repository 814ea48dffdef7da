package dev.remora.core.config;

import dev.remora.core.log.Log;
import java.io.File;
import java.io.IOException;
import java.util.Arrays;

/**
 * Notices when a file's content changes, by polling. Editors that write in place, editors that
 * replace, and links that are pointed elsewhere (as Kubernetes does for a ConfigMap) all look the
 * same to it.
 *
 * <p>New content counts when two polls in a row read the same, so that a file is not taken while it
 * is being written; emptied files are taken for that as well. Content that can't be used changes
 * nothing: each bad state is told in one line, and so is the end of it.
 *
 * <p>As long as no content was ever good nothing is told here: that is its owner's to tell, see
 * {@link #problem}.
 *
 * <p>Not thread-safe: {@link #poll} belongs to the scheduler's thread.
 */
public final class FileWatch {
  /** Half a second: two polls settle a change within one second. */
  public static final long POLL_MILLIS = 500;

  /**
   * Even when size and time stand still the content is read every tenth time, for file systems
   * whose times are coarse and tools that put old times on new files.
   */
  private static final int UNCONDITIONAL = 10;

  /** What becomes of the content. */
  public interface Content {
    /**
     * Takes over new content.
     *
     * @throws ConfigException if it can't be used; what was taken before stays
     */
    void accept(byte[] bytes);
  }

  private final String path;
  private final File file;
  private final Content content;
  private final Log log;

  private byte[] good;
  private byte[] rejected;
  private byte[] unsettled;
  private long modified = Long.MIN_VALUE;
  private long length = Long.MIN_VALUE;
  private int quiet;
  private int misses;
  private volatile String problem;

  /**
   * A watch.
   *
   * @param path the file, as the operator wrote it
   * @param initial the content that is in use already; null: none, then the first poll takes what
   *     it finds
   */
  public FileWatch(String path, byte[] initial, Content content, Log log) {
    this.path = path;
    this.file = new File(path);
    this.good = initial;
    this.content = content;
    this.log = log;
  }

  /** Looks once. */
  public void poll() {
    long modifiedNow = file.lastModified();
    long lengthNow = file.length();
    boolean same = modifiedNow == modified && lengthNow == length;
    modified = modifiedNow;
    length = lengthNow;
    quiet = same ? quiet + 1 : 0;
    if (quiet > 2 && quiet % UNCONDITIONAL != 0 && unsettled == null) {
      return;
    }
    byte[] bytes;
    try {
      bytes = FileContent.read(file);
    } catch (IOException e) {
      unsettled = null;
      misses++;
      // Some editors take the file away for a moment before they put the new one there.
      if (misses > 1 || good == null) {
        bad(path + ": can't be read: " + e.getMessage());
      }
      return;
    }
    misses = 0;
    read(bytes);
  }

  private void read(byte[] bytes) {
    if (good != null && Arrays.equals(bytes, good)) {
      unsettled = null;
      rejected = null;
      recovered();
      return;
    }
    if (rejected != null && Arrays.equals(bytes, rejected)) {
      unsettled = null;
      return;
    }
    if (good != null && !Arrays.equals(bytes, unsettled)) {
      unsettled = bytes;
      return;
    }
    unsettled = null;
    try {
      if (good != null && isBlank(bytes)) {
        throw new ConfigException(path + ": is empty");
      }
      content.accept(bytes);
    } catch (ConfigException e) {
      rejected = bytes;
      bad(e.getMessage());
      return;
    }
    boolean first = good == null;
    good = bytes;
    rejected = null;
    if (first) {
      problem = null;
    } else if (problem == null) {
      log.info(path + ": the new content is in use");
    } else {
      recovered();
    }
  }

  private void bad(String message) {
    if (!message.equals(problem)) {
      problem = message;
      if (good != null) {
        log.error(message + " (what was read before stays in use)");
      }
    }
  }

  private void recovered() {
    if (problem != null) {
      problem = null;
      log.info(path + ": is good again and in use");
    }
  }

  /** What is wrong with the file now, or null. May be read from any thread. */
  public String problem() {
    return problem;
  }

  private static boolean isBlank(byte[] bytes) {
    for (byte b : bytes) {
      if (b > ' ') {
        return false;
      }
    }
    return true;
  }
}
