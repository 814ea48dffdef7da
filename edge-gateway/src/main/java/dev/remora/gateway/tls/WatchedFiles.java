package dev.remora.gateway.tls;

import dev.remora.core.config.FileContent;
import dev.remora.core.config.FileWatch;
import dev.remora.core.log.Log;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;

/**
 * Files that are used together, such as a certificate and its key, and that are replaced one after
 * the other: as {@link FileWatch} does for one, notices by polling that any has changed, waits
 * until two polls in a row have read the same of all, and tells a state that can't be used in one
 * line; what was in use stays.
 *
 * <p>Not thread-safe.
 */
final class WatchedFiles {
  /** As {@link FileWatch}: content is read that often even where size and time stand still. */
  private static final int UNCONDITIONAL = 10;

  /** What becomes of the files. */
  interface Use {
    /**
     * Reads the files and takes over what they hold.
     *
     * @throws IOException in one line, if that can't be used; what was in use stays
     */
    void take() throws IOException;
  }

  private final List<String> paths;
  private final Use use;
  private final Log log;

  private byte[] good;
  private byte[] rejected;
  private byte[] unsettled;
  private long stamp;
  private int quiet;
  private String problem;

  /** Files in the state in which they are now. */
  WatchedFiles(List<String> paths, Use use, Log log) {
    this.paths = paths;
    this.use = use;
    this.log = log;
  }

  /** Takes over what they hold now, whatever was in use before. */
  void take() throws IOException {
    stamp = stamp();
    byte[] now = digest();
    use.take();
    good = now;
  }

  /** Looks once. */
  void poll() {
    long before = stamp;
    stamp = stamp();
    quiet = before == stamp ? quiet + 1 : 0;
    if (quiet > 2 && quiet % UNCONDITIONAL != 0 && unsettled == null) {
      return;
    }
    byte[] now = digest();
    boolean known = Arrays.equals(now, good);
    if (known || Arrays.equals(now, rejected)) {
      unsettled = null;
      if (known && problem != null) {
        rejected = null;
        recovered();
      }
    } else if (!Arrays.equals(now, unsettled)) {
      unsettled = now;
    } else {
      settled(now);
    }
  }

  private void settled(byte[] now) {
    unsettled = null;
    try {
      use.take();
    } catch (IOException | RuntimeException e) {
      rejected = now;
      String told = e instanceof IOException ? e.getMessage() : paths + ": can't be used";
      if (!told.equals(problem)) {
        problem = told;
        log.error(problem + " (what was read before stays in use)");
      }
      return;
    }
    good = now;
    rejected = null;
    if (problem == null) {
      log.info(String.join(", ", paths) + ": the new content is in use");
    } else {
      recovered();
    }
  }

  private void recovered() {
    problem = null;
    log.info(String.join(", ", paths) + ": all is good again and in use");
  }

  private long stamp() {
    long result = 1;
    for (String path : paths) {
      File file = new File(path);
      result = 31 * (31 * result + file.lastModified()) + file.length();
    }
    return result;
  }

  /** What tells one state from another, without keeping keys about. */
  private byte[] digest() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String path : paths) {
        try {
          byte[] content = FileContent.read(new File(path));
          digest.update((byte) 1);
          digest.update(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (IOException e) {
          digest.update((byte) 0);
          digest.update(String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8));
        }
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
