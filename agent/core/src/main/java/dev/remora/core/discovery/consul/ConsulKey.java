package dev.remora.core.discovery.consul;

import dev.remora.core.concurrent.Scheduler;
import dev.remora.core.config.ConsulConfig;
import dev.remora.core.discovery.OutageListener;
import dev.remora.core.discovery.remote.HttpText;
import dev.remora.core.discovery.remote.Outage;
import dev.remora.core.discovery.remote.Timer;
import dev.remora.core.log.Log;
import dev.remora.core.transport.Peer;
import dev.remora.core.transport.Tls;
import dev.remora.core.transport.Transport;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * The value of one key in Consul's KV store, followed by a blocking query ({@link BlockingQuery}
 * has the rules). While Consul is down, or the key is away, what was told before is all there is.
 */
public final class ConsulKey implements AutoCloseable {
  private final Scheduler scheduler;
  private final Transport transport;
  private final BlockingQuery<ByteBuffer> query;

  /**
   * Follows a key, on threads of its own.
   *
   * @param key without a slash at its beginning
   * @param values told each new value, the first included, on the I/O thread; it must not block
   * @param outages told when Consul can't be asked, or has no such key, and when that is over
   */
  public ConsulKey(
      ConsulConfig config, String key, Consumer<byte[]> values, OutageListener outages, Log log) {
    scheduler = new Scheduler(log);
    transport = new Transport(scheduler.timer(), log);
    Timer timer = new Timer(scheduler.timer());
    query =
        new BlockingQuery<>(
            path(key),
            new Raw(),
            value -> values.accept(bytes(value)),
            new ConsulApi(config, peer(config)),
            config.queryWait(),
            new BlockingQuery.Shared(
                new Turns(() -> true, timer), new Outage(outages, timer), timer));
    timer.soon(query::start);
  }

  private Peer peer(ConsulConfig config) {
    if (!config.tls()) {
      return transport.peer(config.host(), config.port());
    }
    Tls tls = Tls.of(config.caFile(), config.certificateFile(), config.keyFile());
    return transport.peer(config.host(), config.port(), tls);
  }

  /** Its slashes stay: they are part of the path there too. */
  private static String path(String key) {
    StringBuilder path = new StringBuilder("/v1/kv");
    for (String segment : key.split("/", -1)) {
      path.append('/').append(HttpText.encode(segment));
    }
    return path.append("?raw").toString();
  }

  private static byte[] bytes(ByteBuffer value) {
    byte[] bytes = new byte[value.remaining()];
    value.duplicate().get(bytes);
    return bytes;
  }

  @Override
  public void close() {
    query.close();
    transport.close();
    scheduler.close();
  }

  /** The value as it is. */
  private static final class Raw implements BlockingQuery.Reader<ByteBuffer> {
    @Override
    public ByteBuffer read(byte[] value) {
      return ByteBuffer.wrap(value.clone());
    }

    @Override
    public boolean isEmpty(ByteBuffer value) {
      return !value.hasRemaining();
    }
  }
}
