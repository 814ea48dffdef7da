package dev.remora.core.discovery.eureka;

import dev.remora.core.discovery.Endpoint;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What Eureka has registered of one process: an {@code instance} of an {@code application}, in its
 * words. Immutable; equal by all but what happened to it.
 */
final class Entry {
  private final String app;
  private final String id;
  private final String status;
  private final Endpoint endpoint;
  private final Map<String, Endpoint> byVip;
  private final boolean deleted;

  /**
   * An entry.
   *
   * @param app the application's name, in lower case
   * @param status one of Eureka's words for it
   * @param endpoint where it is reached by its application's name; null: not at all
   * @param byVip where it is reached by each VIP address, in lower case; null: not at all
   * @param deleted whether, in a delta, it is gone
   */
  Entry(
      String app,
      String id,
      String status,
      Endpoint endpoint,
      Map<String, Endpoint> byVip,
      boolean deleted) {
    this.app = app;
    this.id = id;
    this.status = status;
    this.endpoint = endpoint;
    this.byVip = new LinkedHashMap<>(byVip);
    this.deleted = deleted;
  }

  /** What tells it from all other entries. */
  String key() {
    return app + "/" + id;
  }

  /** The application's name, in lower case. */
  String app() {
    return app;
  }

  /** {@code UP}, {@code DOWN}, {@code STARTING}, {@code OUT_OF_SERVICE} or {@code UNKNOWN}. */
  String status() {
    return status;
  }

  /** The VIP addresses, in lower case. */
  Iterable<String> vips() {
    return byVip.keySet();
  }

  /** Where it is reached by its application's name; null unless it is up. */
  Endpoint endpoint() {
    return endpoint;
  }

  /** Where it is reached by a VIP address; null unless it is up. */
  Endpoint endpoint(String vip) {
    return byVip.get(vip);
  }

  /** Whether, in a delta, it is gone. */
  boolean deleted() {
    return deleted;
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof Entry)) {
      return false;
    }
    Entry that = (Entry) other;
    return app.equals(that.app)
        && id.equals(that.id)
        && status.equals(that.status)
        && Objects.equals(endpoint, that.endpoint)
        && byVip.equals(that.byVip);
  }

  @Override
  public int hashCode() {
    return Objects.hash(app, id);
  }

  @Override
  public String toString() {
    return key() + " " + status;
  }
}
