package dev.remora.gateway.auth.keys;

import dev.remora.core.config.ConfigException;
import dev.remora.core.config.FileWatch;
import dev.remora.core.log.Log;

/** Keys in a file, which is read anew when it changes; content that is no set changes nothing. */
public final class FileKeys implements Keys, FileWatch.Content {
  private final String path;
  private final FileWatch watch;
  private volatile KeySet keys;

  /** The keys in the file {@code path}. */
  public FileKeys(String path, Log log) {
    this.path = path;
    this.watch = new FileWatch(path, null, this, log);
    watch.poll();
    if (watch.problem() != null) {
      log.error(watch.problem());
    }
  }

  @Override
  public void accept(byte[] bytes) {
    KeySet read = KeySet.read(bytes);
    if (read == null) {
      throw new ConfigException(path + ": holds no JWK set with a public key that can be used");
    }
    keys = read.after(keys);
  }

  @Override
  public KeySet current() {
    return keys;
  }

  @Override
  public boolean refresh(Runnable told) {
    return false;
  }

  @Override
  public void tend() {
    watch.poll();
  }
}
