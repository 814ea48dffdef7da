package dev.remora.telemetry.trace;

import io.opentelemetry.sdk.trace.data.SpanData;

/** A span that waits to be exported; it becomes the SDK's only then, off the request's thread. */
public interface FinishedSpan {
  /** The span as the SDK has it. */
  SpanData data(SpanDetails details);
}
