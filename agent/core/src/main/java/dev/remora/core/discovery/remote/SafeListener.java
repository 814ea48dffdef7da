package dev.remora.core.discovery.remote;

import dev.remora.core.discovery.Endpoint;
import dev.remora.core.discovery.Registry;
import dev.remora.core.log.Log;
import java.util.List;
import java.util.Set;

/** Keeps a listener's mistakes from ending a query. */
public final class SafeListener implements Registry.Listener {
  private final Registry.Listener listener;
  private final String registry;
  private final Log log;

  /**
   * A listener that never throws.
   *
   * @param registry whose listener it is, in words for the log
   */
  public SafeListener(Registry.Listener listener, String registry, Log log) {
    this.listener = listener;
    this.registry = registry;
    this.log = log;
  }

  @Override
  public void services(Set<String> names) {
    safely(() -> listener.services(names));
  }

  @Override
  public void endpoints(String service, List<Endpoint> endpoints) {
    safely(() -> listener.endpoints(service, endpoints));
  }

  @Override
  public void down(String reason) {
    safely(() -> listener.down(reason));
  }

  @Override
  public void up() {
    safely(listener::up);
  }

  private void safely(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException | LinkageError e) {
      log.error("a listener of " + registry + " failed: " + e);
    }
  }
}
