package dev.remora.telemetry.beside;

import dev.remora.core.routing.LiveEndpoint;
import dev.remora.core.routing.Outcome;
import dev.remora.core.telemetry.MeshReadings;
import dev.remora.core.telemetry.MeshReadings.ServiceReading;
import dev.remora.core.telemetry.ObservedCall;
import dev.remora.telemetry.metrics.ServiceMeter;
import java.util.Arrays;

/**
 * A call whose span is another's. Clients differ in when that span is there: some have it before
 * they look for an endpoint, others only when the request is written, or a new one for each
 * attempt. So it is looked for whenever there is something to tell, and told all of it.
 */
final class AnnotatedCall implements ObservedCall {
  /** Of more attempts the endpoints are not told apart. */
  private static final int MAX_ATTEMPTS = 32;

  /** Null: its spans can't be got at. */
  private final ClientSpans spans;

  /** Null: nothing is counted. */
  private final ServiceMeter meter;

  private final MeshReadings mesh;
  private final String service;

  private LiveEndpoint[] endpoints = new LiveEndpoint[1];
  private LiveEndpoint endpoint;
  private int made;
  private int resent;
  private Object span;
  private boolean rejected;

  AnnotatedCall(ClientSpans spans, ServiceMeter meter, MeshReadings mesh, String service) {
    this.spans = spans;
    this.meter = meter;
    this.mesh = mesh;
    this.service = service;
  }

  /** None: the other agent has written its own. */
  @Override
  public String[] headers() {
    if (find()) {
      tell();
    }
    return null;
  }

  @Override
  public int attempted(LiveEndpoint next, Reason reason, long now) {
    if (meter != null) {
      meter.picked(reason);
    }
    if (reason == Reason.RETRY || reason == Reason.HEDGE) {
      resent++;
    }
    int number = made++;
    if (number < MAX_ATTEMPTS) {
      if (number == endpoints.length) {
        endpoints = Arrays.copyOf(endpoints, 2 * number);
      }
      endpoints[number] = next;
    }
    endpoint = next;
    boolean unused = find();
    tell();
    return number;
  }

  @Override
  public void ended(int attempt, Outcome outcome, int status, Throwable failure, long now) {
    if (outcome != Outcome.OVERTAKEN && attempt < endpoints.length && endpoints[attempt] != null) {
      boolean moved = endpoint != endpoints[attempt];
      endpoint = endpoints[attempt];
      if (find() || moved) {
        tell();
      }
    }
  }

  @Override
  public void ended(Outcome outcome, int status, Throwable failure, long now) {
    // The end of the span is its owner's business.
  }

  @Override
  public void rejected(String why, long now) {
    if (!rejected) {
      rejected = true;
      if (meter != null) {
        meter.rejected();
      }
      boolean unused = find();
      tell();
    }
  }

  /** Whether the call has a span that it did not have before. */
  private boolean find() {
    Object current = spans == null ? null : spans.current();
    if (current == null || current == span) {
      return false;
    }
    span = current;
    return true;
  }

  private void tell() {
    if (span == null) {
      return;
    }
    spans.set(span, "remora.service", service);
    ServiceReading reading = mesh.service(service);
    if (reading != null) {
      spans.set(span, "remora.balance", reading.balance());
    }
    LiveEndpoint at = endpoint;
    if (at != null) {
      spans.set(span, "network.peer.address", at.address().getHostAddress());
      spans.set(span, "network.peer.port", at.port());
      if (!at.endpoint().zone().isEmpty()) {
        spans.set(span, "remora.zone", at.endpoint().zone());
      }
    }
    if (made > 1) {
      spans.set(span, "remora.attempts", made);
    }
    if (resent > 0) {
      spans.set(span, "http.request.resend_count", resent);
    }
  }
}
