package dev.remora.gateway.tls;

import dev.remora.core.config.ConfigException;
import dev.remora.core.log.Log;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** TLS to the endpoints of all services that have it, with what the files hold now. */
public final class UpstreamTls {
  private final Log log;
  private volatile Map<String, Followed> services = Map.of();

  private UpstreamTls(Log log) {
    this.log = log;
  }

  /**
   * Reads the files of all services, and follows them from then on.
   *
   * @throws ConfigException in one line if any can't be used
   */
  public static UpstreamTls open(Map<String, UpstreamTlsConfig> configs, Vertx vertx, Log log) {
    UpstreamTls opened = new UpstreamTls(log);
    opened.reload(configs);
    Polling.begin(vertx, () -> opened.services.values().forEach(Followed::poll));
    return opened;
  }

  /**
   * Takes over other settings, for connections that are made from then on.
   *
   * @throws ConfigException in one line if a file can't be used; then nothing is taken over
   */
  public void reload(Map<String, UpstreamTlsConfig> configs) {
    Map<String, Followed> next = new HashMap<>();
    try {
      for (UpstreamTlsConfig config : configs.values()) {
        Followed before = services.get(config.service());
        next.put(
            config.service(),
            before != null && before.config.equals(config) ? before : new Followed(config));
      }
    } catch (IOException e) {
      throw new ConfigException(e.getMessage());
    }
    services = Map.copyOf(next);
  }

  /** TLS to a service's endpoints; null: they are called without. */
  public ClientTls of(String service) {
    Map<String, Followed> now = services;
    if (now.isEmpty()) {
      return null;
    }
    Followed own = now.get(service.toLowerCase(Locale.ROOT));
    Followed found = own == null ? now.get(UpstreamTlsConfig.EVERY_SERVICE) : own;
    return found == null ? null : found.tls;
  }

  /** The settings of one service, whose files are followed. */
  private final class Followed {
    private final UpstreamTlsConfig config;
    private final WatchedFiles files;
    private volatile ClientTls tls;

    Followed(UpstreamTlsConfig config) throws IOException {
      this.config = config;
      this.files = new WatchedFiles(config.paths(), this::load, log);
      files.take();
      if (config.own() != null && PemFile.isReadableByAll(config.own().key())) {
        log.warn(config.own().key() + ": holds a private key and is readable by everybody");
      }
    }

    private void load() throws IOException {
      tls = ClientTls.load(config);
    }

    void poll() {
      files.poll();
    }
  }
}
