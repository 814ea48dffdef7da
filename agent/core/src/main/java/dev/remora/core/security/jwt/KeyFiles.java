package dev.remora.core.security.jwt;

import dev.remora.core.config.FileWatch;
import dev.remora.core.security.Resources;
import java.util.HashMap;
import java.util.Map;

/** The files of keys that are in use, each of which is watched once. */
public final class KeyFiles {
  private final Resources resources;
  private final Map<String, KeyFile> files = new HashMap<>();

  /** None so far. */
  public KeyFiles(Resources resources) {
    this.resources = resources;
  }

  /** The file {@code path}; the first look at it is under way. */
  public synchronized KeyFile file(String path) {
    KeyFile file = files.get(path);
    if (file == null) {
      file = new KeyFile(path, resources.log());
      files.put(path, file);
      resources.scheduler().every(FileWatch.POLL_MILLIS, file::poll);
    }
    return file;
  }
}
