package dev.remora.core.telemetry;

import dev.remora.core.routing.Context;

/** A request that is being served. Thread-safe. */
public interface ObservedRequest {
  /** What the calls made for it belong to: to be the current one of each thread that serves it. */
  Context context();

  /**
   * It has been served; only the first time counts.
   *
   * @param status of the response, or 0: there was none
   * @param route the server's own pattern that the path matched, such as {@code /orders/{id}};
   *     null: it has none
   * @param failure what the application threw; null: nothing
   */
  void ended(int status, String route, Throwable failure);
}
