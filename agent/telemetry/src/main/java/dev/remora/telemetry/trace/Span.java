package dev.remora.telemetry.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.Collections;
import java.util.List;

/** A finished span as the SDK's exporters want it. */
final class Span implements SpanData {
  private final SpanDetails details;
  private final SpanContext context;
  private final SpanContext parent;
  private final String name;
  private final SpanKind kind;
  private final long start;
  private final long end;
  private final Attributes attributes;
  private final List<EventData> events;
  private final StatusData status;

  /**
   * A span.
   *
   * @param start nanoseconds since 1970
   * @param end nanoseconds since 1970
   */
  Span(
      SpanDetails details,
      SpanIds ids,
      String name,
      SpanKind kind,
      long start,
      long end,
      Attributes attributes,
      List<EventData> events,
      StatusData status) {
    this.details = details;
    this.name = name;
    this.kind = kind;
    this.start = start;
    this.end = Math.max(start, end);
    this.attributes = attributes;
    this.events = events;
    this.status = status;
    String trace = TraceParent.hex(ids.traceHigh, ids.traceLow);
    TraceFlags flags = TraceFlags.fromByte((byte) ids.flags);
    TraceState state = state(ids.tracestate);
    context = SpanContext.create(trace, TraceParent.hex(ids.span), flags, state);
    parent =
        ids.parent == 0
            ? SpanContext.getInvalid()
            : SpanContext.createFromRemoteParent(trace, TraceParent.hex(ids.parent), flags, state);
  }

  private static TraceState state(String header) {
    if (header == null) {
      return TraceState.getDefault();
    }
    TraceStateBuilder state = TraceState.builder();
    String[] members = header.split(",", -1);
    // The builder puts each in front of those before.
    for (int i = members.length - 1; i >= 0; i--) {
      String member = members[i].trim();
      int equals = member.indexOf('=');
      if (equals > 0) {
        state.put(member.substring(0, equals), member.substring(equals + 1));
      }
    }
    return state.build();
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public SpanKind getKind() {
    return kind;
  }

  @Override
  public SpanContext getSpanContext() {
    return context;
  }

  @Override
  public SpanContext getParentSpanContext() {
    return parent;
  }

  @Override
  public StatusData getStatus() {
    return status;
  }

  @Override
  public long getStartEpochNanos() {
    return start;
  }

  @Override
  public Attributes getAttributes() {
    return attributes;
  }

  @Override
  public List<EventData> getEvents() {
    return events;
  }

  @Override
  public List<LinkData> getLinks() {
    return Collections.emptyList();
  }

  @Override
  public long getEndEpochNanos() {
    return end;
  }

  @Override
  public boolean hasEnded() {
    return true;
  }

  @Override
  public int getTotalRecordedEvents() {
    return events.size();
  }

  @Override
  public int getTotalRecordedLinks() {
    return 0;
  }

  @Override
  public int getTotalAttributeCount() {
    return attributes.size();
  }

  @Override
  public InstrumentationScopeInfo getInstrumentationScopeInfo() {
    return details.scope();
  }

  @Override
  @Deprecated
  public io.opentelemetry.sdk.common.InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
    return io.opentelemetry.sdk.common.InstrumentationLibraryInfo.create(
        details.scope().getName(), details.scope().getVersion());
  }

  @Override
  public Resource getResource() {
    return details.resource();
  }
}
