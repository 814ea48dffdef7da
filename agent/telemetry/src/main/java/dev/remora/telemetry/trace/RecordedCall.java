package dev.remora.telemetry.trace;

import dev.remora.core.routing.LiveEndpoint;
import dev.remora.core.routing.Outcome;
import dev.remora.core.telemetry.ObservedCall;
import dev.remora.telemetry.metrics.ServiceMeter;

/** A call that counts in the metrics, and of which no more is kept. */
class RecordedCall implements ObservedCall {
  final ServiceMeter meter;
  final boolean secure;
  final int port;

  /** One of {@link Methods}. */
  final String method;

  final long began;
  private final String[] headers;
  boolean ended;

  RecordedCall(
      ServiceMeter meter, boolean secure, int port, String method, long began, String[] headers) {
    this.meter = meter;
    this.secure = secure;
    this.port = port;
    this.method = method;
    this.began = began;
    this.headers = headers;
  }

  @Override
  public final String[] headers() {
    return headers;
  }

  @Override
  public int attempted(LiveEndpoint endpoint, Reason reason, long now) {
    meter.picked(reason);
    return 0;
  }

  @Override
  public void ended(int attempt, Outcome outcome, int status, Throwable failure, long now) {}

  @Override
  public void ended(Outcome outcome, int status, Throwable failure, long now) {
    if (!ended) {
      ended = true;
      record(status, Errors.ofCall(outcome, status, failure), now);
    }
  }

  final void record(int status, String errorType, long now) {
    meter.durations(secure, port).record(method, status, errorType, Math.max(0, now - began));
  }

  @Override
  public void rejected(String why, long now) {
    if (!ended) {
      ended = true;
      meter.rejected();
    }
  }
}
