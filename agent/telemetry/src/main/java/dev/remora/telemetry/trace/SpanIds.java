package dev.remora.telemetry.trace;

import java.util.concurrent.ThreadLocalRandom;

/** The place of a span in its trace. Immutable. */
final class SpanIds {
  final long traceHigh;
  final long traceLow;
  final long span;

  /** 0: the trace begins here. */
  final long parent;

  final int flags;
  final String tracestate;

  private SpanIds(
      long traceHigh, long traceLow, long span, long parent, int flags, String tracestate) {
    this.traceHigh = traceHigh;
    this.traceLow = traceLow;
    this.span = span;
    this.parent = parent;
    this.flags = flags;
    this.tracestate = tracestate;
  }

  /** Of a sampled span that a trace begins with. */
  static SpanIds root(long traceHigh, long traceLow) {
    return new SpanIds(traceHigh, traceLow, random(), 0, TraceParent.SAMPLED, null);
  }

  /** Of a sampled span below {@code parent}, a valid {@code traceparent}. */
  static SpanIds child(String parent, String tracestate) {
    return new SpanIds(
        TraceParent.traceHigh(parent),
        TraceParent.traceLow(parent),
        random(),
        TraceParent.span(parent),
        // The bit beside says that the trace was drawn at random (W3C Trace Context, level 2).
        (TraceParent.flags(parent) & 2) | TraceParent.SAMPLED,
        tracestate);
  }

  String traceparent() {
    return TraceParent.of(traceHigh, traceLow, span, flags);
  }

  /** Any number but 0. */
  static long random() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long number;
    do {
      number = random.nextLong();
    } while (number == 0);
    return number;
  }
}
