package dev.remora.gateway.plan;

import dev.remora.core.Mesh;
import dev.remora.core.log.Log;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What the gateway lends to filters. What one of them keeps under a key outlives a reload, so that
 * a full bucket stays full and a fetched key set known.
 */
public final class Parts implements AutoCloseable {
  private final Mesh mesh;
  private final Vertx vertx;
  private final Log log;
  private final Map<Object, Object> shared = new ConcurrentHashMap<>();

  /** Parts of a gateway. */
  public Parts(Mesh mesh, Vertx vertx, Log log) {
    this.mesh = mesh;
    this.vertx = vertx;
    this.log = log;
  }

  /** The mesh. */
  public Mesh mesh() {
    return mesh;
  }

  /** Has the endpoints of a service known before a filter calls it. */
  public void watch(String service) {
    if (mesh != null) {
      mesh.watch(service);
    }
  }

  /** For timers and clients; a filter's own work belongs on the event loop of its exchange. */
  public Vertx vertx() {
    return vertx;
  }

  /** Where operators are told of what goes wrong. */
  public Log log() {
    return log;
  }

  /** What is kept under {@code key}, whose class tells those of different filters apart. */
  @SuppressWarnings("unchecked") // A key is used by one class, for values of one type.
  public <T> T shared(Object key, Supplier<T> first) {
    return (T) shared.computeIfAbsent(key, absent -> first.get());
  }

  /** Ends what is kept and can be closed. */
  @Override
  public void close() {
    for (Object kept : shared.values()) {
      if (kept instanceof AutoCloseable closeable) {
        try {
          closeable.close();
        } catch (Exception e) {
          log.error("can't be closed: " + e);
        }
      }
    }
  }
}
