package dev.remora.telemetry.trace;

import dev.remora.core.routing.Context;
import dev.remora.core.routing.RequestInfo;
import dev.remora.core.telemetry.InboundRequest;
import dev.remora.core.telemetry.ObservedCall;
import dev.remora.core.telemetry.ObservedRequest;
import dev.remora.telemetry.config.Settings;
import dev.remora.telemetry.metrics.Meters;

/** Begins the records of calls and requests: which trace they belong to, and how much is kept. */
public final class Recorder {
  private final boolean traced;
  private final Sampling sampling;
  private final Propagation propagation;
  private final int valueLength;
  private final Spans spans;
  private final Meters meters;

  /** A recorder that puts spans and counts where it is told. */
  public Recorder(Settings settings, Spans spans, Meters meters) {
    this.traced = settings.otlpTraces() != null || settings.zipkin() != null;
    this.sampling = new Sampling(settings.isParentBased(), settings.ratio());
    this.propagation = new Propagation(settings);
    this.valueLength = settings.valueLength();
    this.spans = spans;
    this.meters = meters;
  }

  /** See {@link dev.remora.core.telemetry.Telemetry#begin}. */
  public ObservedCall begin(String service, String host, RequestInfo request, long now) {
    String own = propagation.parent(request);
    // What the request names itself, it has the rest of as well.
    Context context = own == null ? request.context() : null;
    String parent = own;
    if (context != null && TraceParent.isValid(context.traceparent())) {
      parent = context.traceparent();
    }
    if (parent == null) {
      return root(service, host, request, context, now);
    }
    if (!traced) {
      return plain(service, request, now, own == null ? headers(parent, context) : null);
    }
    if (!sampling.child(parent)) {
      return plain(service, request, now, unsampled(parent, context));
    }
    String state = own == null ? context.tracestate() : propagation.tracestate(request);
    return sampled(SpanIds.child(parent, state), service, host, request, context, now);
  }

  private ObservedCall root(
      String service, String host, RequestInfo request, Context context, long now) {
    if (!traced) {
      return plain(service, request, now, headers(null, context));
    }
    long high = SpanIds.random();
    long low = SpanIds.random();
    if (sampling.root(low)) {
      return sampled(SpanIds.root(high, low), service, host, request, context, now);
    }
    // The decision has to be known downstream, or each service would make its own.
    String parent = TraceParent.of(high, low, SpanIds.random(), 0);
    return plain(service, request, now, headers(parent, context));
  }

  /** Of a call that is not recorded: what was not before goes on as it is. */
  private String[] unsampled(String parent, Context context) {
    if ((TraceParent.flags(parent) & TraceParent.SAMPLED) != 0) {
      return headers(TraceParent.unsampled(parent), context);
    }
    return context == null ? null : headers(parent, context);
  }

  private String[] headers(String traceparent, Context context) {
    return propagation.headers(traceparent, context);
  }

  private ObservedCall plain(String service, RequestInfo request, long now, String[] headers) {
    return new RecordedCall(
        meters.of(service),
        request.isSecure(),
        request.port(),
        Methods.known(request.method()),
        now,
        headers);
  }

  private ObservedCall sampled(
      SpanIds ids, String service, String host, RequestInfo request, Context context, long now) {
    return new SampledCall(
        spans,
        meters.of(service),
        ids,
        headers(ids.traceparent(), context),
        new CallSubject(service, host, request, valueLength),
        now);
  }

  /** See {@link dev.remora.core.telemetry.Telemetry#received}. */
  public ObservedRequest received(InboundRequest request) {
    String parent = propagation.parent(request);
    String state = parent == null ? null : propagation.tracestate(request);
    String baggage = propagation.baggage(request);
    if (parent == null && traced) {
      long high = SpanIds.random();
      long low = SpanIds.random();
      if (sampling.root(low)) {
        return sampled(SpanIds.root(high, low), request, baggage);
      }
      parent = TraceParent.of(high, low, SpanIds.random(), 0);
    } else if (parent != null && traced && sampling.child(parent)) {
      return sampled(SpanIds.child(parent, state), request, baggage);
    } else if (traced && (TraceParent.flags(parent) & TraceParent.SAMPLED) != 0) {
      parent = TraceParent.unsampled(parent);
    }
    return new RecordedRequest(
        meters,
        new Context(parent, state, baggage, request.token()),
        "https".equalsIgnoreCase(request.scheme()),
        Methods.known(request.method()));
  }

  private ObservedRequest sampled(SpanIds ids, InboundRequest request, String baggage) {
    Context context = new Context(ids.traceparent(), ids.tracestate, baggage, request.token());
    return new SampledRequest(spans, meters, ids, context, request, valueLength);
  }
}
