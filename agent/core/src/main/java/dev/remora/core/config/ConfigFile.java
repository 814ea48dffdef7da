package dev.remora.core.config;

import dev.remora.core.log.Log;
import java.util.List;

/**
 * The YAML file of settings while the process runs: each good edit becomes a new {@link Config}.
 */
public final class ConfigFile implements FileWatch.Content {
  /** Takes the settings of a good edit. */
  public interface Listener {
    /** The new settings. */
    void changed(Config config);
  }

  private final Log log;
  private final Listener listener;
  private final FileWatch watch;
  private final Config started;
  private Config current;

  /**
   * The file that {@code config} was read from.
   *
   * @throws IllegalArgumentException if it was read from none
   */
  public ConfigFile(Config config, Log log, Listener listener) {
    if (config.file() == null) {
      throw new IllegalArgumentException("these settings come from no file");
    }
    this.started = config;
    this.current = config;
    this.log = log;
    this.listener = listener;
    this.watch = new FileWatch(config.file(), config.content(), this, log);
  }

  /** Looks once; see {@link FileWatch#POLL_MILLIS}. */
  public void poll() {
    watch.poll();
  }

  /** What is wrong with the file now, or null. */
  public String problem() {
    return watch.problem();
  }

  @Override
  public void accept(byte[] bytes) {
    Config next = current.with(bytes);
    List<String> changed = current.needRestart(next);
    List<String> pending = started.needRestart(next);
    current = next;
    for (String key : changed) {
      if (pending.contains(key)) {
        log.warn(started.file() + ": " + key + " has changed and takes effect after a restart");
      }
    }
    listener.changed(next);
  }
}
