package dev.remora.gateway;

import dev.remora.core.concurrent.DaemonThreads;
import dev.remora.core.config.Config;
import dev.remora.core.config.ConfigException;
import dev.remora.core.config.ConsulConfig;
import dev.remora.core.config.Problems;
import dev.remora.core.config.RegistryUri;
import dev.remora.core.config.Type;
import dev.remora.core.config.Types;
import dev.remora.core.discovery.OutageListener;
import dev.remora.core.discovery.consul.ConsulKey;
import dev.remora.core.log.Log;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Settings under a key of Consul's KV store, which tells of a change at once. How to reach Consul
 * beyond host and port, its token above all, is told by the environment and by system properties:
 * {@code REMORA_CONSUL_TOKEN_FILE} and its like.
 */
final class ConsulSource implements ConfigSource {
  private static final Pattern PLACE = Pattern.compile("(consul(?:\\+https)?://[^/]+)/(.+)");
  private static final long START_SECONDS = 10;

  private final String place;
  private final String key;
  private final ConsulConfig consul;
  private final CompletableFuture<byte[]> first = new CompletableFuture<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(new DaemonThreads("remora-config"));
  private ConsulKey following;

  // Of the thread alone, once it follows.
  private byte[] current;
  private ConfigTaker taker;
  private Log log;

  /** Why what Consul has now is not in use; null: it is. */
  private volatile String problem;

  private volatile String outage;

  /** The source at {@code place}, {@code consul://HOST:PORT/KEY}. */
  ConsulSource(String place) {
    Matcher parts = PLACE.matcher(place);
    if (!parts.matches()) {
      throw new ConfigException(
          place + ": names no key; allowed: consul://HOST:PORT/KEY, consul+https://HOST:PORT/KEY");
    }
    this.place = place;
    this.key = parts.group(2);
    try {
      RegistryUri server = Types.REGISTRY.parse(parts.group(1));
      this.consul =
          Config.embedded(null, Set.of(), System.getProperties(), System.getenv(), Problems.first())
              .consul(server);
    } catch (Type.BadValue e) {
      throw new ConfigException(place + ": " + e.getMessage());
    }
  }

  static boolean isOne(String place) {
    return place.startsWith("consul://") || place.startsWith("consul+https://");
  }

  @Override
  public String place() {
    return place;
  }

  @Override
  public byte[] read() throws IOException {
    following =
        new ConsulKey(
            consul,
            key,
            value -> thread.execute(() -> changed(value)),
            new Outages(),
            new Log(Log.Level.OFF, System.err));
    try {
      return first.get(START_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IOException(
          place + ": can't be read: " + (outage == null ? "Consul does not answer" : outage), e);
    } catch (ExecutionException e) {
      throw new IOException(place + ": can't be read: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void follow(byte[] content, ConfigTaker by, Log to) {
    thread.execute(
        () -> {
          byte[] newer = Arrays.equals(current, content) ? null : current;
          current = content;
          taker = by;
          log = to;
          if (newer != null) {
            changed(newer);
          }
        });
  }

  private void changed(byte[] value) {
    if (first.complete(value) || taker == null) {
      current = value;
      return;
    }
    if (Arrays.equals(current, value)) {
      recovered();
      return;
    }
    try {
      taker.take(value);
      current = value;
      problem = null;
      log.info(place + ": the new content is in use");
    } catch (ConfigException e) {
      problem = e.getMessage();
      log.error(problem + " (what was read before stays in use)");
      taker.rejected(problem);
    } catch (RuntimeException | Error e) {
      log.error(place + ": a fault of the gateway's own: " + e);
    }
  }

  private void recovered() {
    if (problem != null) {
      problem = null;
      log.info(place + ": is good again and in use");
    }
  }

  /** Consul tells of changes by itself. */
  @Override
  public String reload() {
    return outage == null ? problem : outage;
  }

  @Override
  public void close() {
    if (following != null) {
      following.close();
    }
    thread.shutdownNow();
  }

  /** Told on the threads of the query. */
  private final class Outages implements OutageListener {
    @Override
    public void down(String reason) {
      outage = reason;
      thread.execute(
          () -> {
            if (log != null) {
              log.warn(place + ": " + reason + " (what was read before stays in use)");
            }
          });
    }

    @Override
    public void up() {
      outage = null;
      thread.execute(
          () -> {
            if (log != null) {
              log.info(place + ": can be read again");
            }
          });
    }
  }
}
