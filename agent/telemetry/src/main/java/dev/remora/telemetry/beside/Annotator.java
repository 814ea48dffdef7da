package dev.remora.telemetry.beside;

import dev.remora.core.routing.RequestInfo;
import dev.remora.core.telemetry.InboundRequest;
import dev.remora.core.telemetry.MeshReadings;
import dev.remora.core.telemetry.ObservedCall;
import dev.remora.core.telemetry.ObservedRequest;
import dev.remora.core.telemetry.Telemetry;
import dev.remora.telemetry.metrics.Meters;

/** Adds to the spans of another agent what only Remora knows of the calls. */
public final class Annotator implements Telemetry {
  private final OtherAgent other;
  private final MeshReadings mesh;
  private final Meters meters;

  /**
   * An annotator.
   *
   * @param meters what is counted besides; null: nothing
   */
  public Annotator(OtherAgent other, MeshReadings mesh, Meters meters) {
    this.other = other;
    this.mesh = mesh;
    this.meters = meters;
  }

  @Override
  public ObservedCall begin(String service, String host, RequestInfo request, long now) {
    ClientSpans spans = other.spans();
    return spans == null && meters == null
        ? null
        : new AnnotatedCall(spans, meters == null ? null : meters.of(service), mesh, service);
  }

  /** Nobody here needs to know: the other agent joins the trace. */
  @Override
  public ObservedRequest received(InboundRequest request) {
    return null;
  }

  @Override
  public String describe() {
    return "traces are left to the OpenTelemetry agent of this JVM";
  }
}
