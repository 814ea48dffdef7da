package dev.remora.core.security.jwt;

import dev.remora.core.config.FileWatch;
import dev.remora.core.discovery.remote.Fault;
import dev.remora.core.log.Log;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A file with a private key, which may be rotated: content that is no key changes nothing. */
public final class KeyFile implements FileWatch.Content {
  private final String path;
  private final FileWatch watch;
  private final List<Runnable> users = new CopyOnWriteArrayList<>();
  private volatile SigningKey key;

  KeyFile(String path, Log log) {
    this.path = path;
    this.watch = new FileWatch(path, null, this, log);
  }

  /** Looks once, on the scheduler's thread. */
  void poll() {
    watch.poll();
  }

  @Override
  public void accept(byte[] bytes) {
    key = SigningKey.of(path, bytes);
    for (Runnable user : users) {
      user.run();
    }
  }

  /** Calls {@code user} whenever there is another key, on the scheduler's thread. */
  public void onChange(Runnable user) {
    users.add(user);
  }

  /** Calls it no more. */
  public void forget(Runnable user) {
    users.remove(user);
  }

  /**
   * The key that is in use.
   *
   * @throws Fault if there was none so far
   */
  public SigningKey key() throws Fault {
    SigningKey current = key;
    if (current == null) {
      String problem = watch.problem();
      throw problem == null
          ? new Fault(Fault.Kind.TROUBLED, 0, path + ": was not read yet")
          : new Fault(Fault.Kind.REFUSED, 0, problem);
    }
    return current;
  }
}
