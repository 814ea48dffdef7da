package dev.remora.telemetry.trace;

import dev.remora.core.routing.Context;
import dev.remora.core.telemetry.ObservedRequest;
import dev.remora.telemetry.metrics.Meters;
import java.util.concurrent.atomic.AtomicBoolean;

/** A request that counts in the metrics, and of which no more is kept. */
class RecordedRequest implements ObservedRequest {
  private final Meters meters;
  private final Context context;
  final boolean secure;

  /** One of {@link Methods}. */
  final String method;

  final long began = System.nanoTime();
  private final AtomicBoolean ended = new AtomicBoolean();

  RecordedRequest(Meters meters, Context context, boolean secure, String method) {
    this.meters = meters;
    this.context = context;
    this.secure = secure;
    this.method = method;
  }

  @Override
  public final Context context() {
    return context;
  }

  @Override
  public final void ended(int status, String route, Throwable failure) {
    if (ended.compareAndSet(false, true)) {
      long now = System.nanoTime();
      String errorType = Errors.ofRequest(status, failure);
      meters.ofRoute(secure, route).record(method, status, errorType, now - began);
      ended(status, route, errorType, now);
    }
  }

  void ended(int status, String route, String errorType, long now) {}
}
