package dev.remora.telemetry.trace;

import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;

/** What the spans of a process have in common. */
public interface SpanDetails {
  /** The process. */
  Resource resource();

  /** Who records. */
  InstrumentationScopeInfo scope();

  /** Nanoseconds since 1970 of a moment of {@link System#nanoTime}. */
  long epoch(long nanoTime);

  /** The most characters a text may have. */
  int valueLength();

  /** How the calls of a service are spread, or null. */
  String balance(String service);
}
