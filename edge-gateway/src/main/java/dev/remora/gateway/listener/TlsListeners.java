package dev.remora.gateway.listener;

import dev.remora.core.config.ConfigException;
import dev.remora.core.log.Log;
import dev.remora.gateway.tls.ListenerTls;
import dev.remora.gateway.tls.Polling;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** TLS of all listeners of a gateway. */
public final class TlsListeners {
  private final List<ListenerConfig> listeners;
  private final List<ListenerTls> all = new ArrayList<>();
  private final Log log;

  private TlsListeners(List<ListenerConfig> listeners, Log log) {
    this.listeners = listeners;
    this.log = log;
  }

  /**
   * Reads the files of all listeners, and follows them from then on.
   *
   * @throws ConfigException in one line if any can't be used
   */
  public static TlsListeners open(List<ListenerConfig> listeners, Vertx vertx, Log log) {
    TlsListeners opened = new TlsListeners(listeners, log);
    try {
      for (ListenerConfig listener : listeners) {
        opened.all.add(listener.tls() == null ? null : ListenerTls.open(listener.tls(), log));
      }
    } catch (IOException e) {
      throw new ConfigException(e.getMessage());
    }
    if (opened.all.stream().anyMatch(each -> each != null)) {
      Polling.begin(vertx, opened::poll);
    }
    return opened;
  }

  private void poll() {
    for (ListenerTls each : all) {
      if (each != null) {
        each.poll();
      }
    }
  }

  /** TLS of the listener at {@code index}; null: it is without. */
  public ListenerTls of(int index) {
    return all.get(index);
  }

  /**
   * Takes over the settings of listeners that are at the same address still.
   *
   * @throws ConfigException in one line if a file can't be used
   */
  public void reload(List<ListenerConfig> next) {
    for (int i = 0; i < listeners.size(); i++) {
      ListenerConfig was = listeners.get(i);
      for (ListenerConfig listener : next) {
        if (listener.address().equals(was.address()) && listener.port() == was.port()) {
          reload(all.get(i), listener);
        }
      }
    }
  }

  private void reload(ListenerTls tls, ListenerConfig next) {
    if ((tls == null) != (next.tls() == null)) {
      log.warn("listeners: tls on port " + next.port() + " takes effect after a restart");
    } else if (tls != null) {
      try {
        tls.use(next.tls());
      } catch (IOException e) {
        throw new ConfigException(e.getMessage());
      }
    }
  }
}
