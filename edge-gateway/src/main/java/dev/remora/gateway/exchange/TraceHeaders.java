package dev.remora.gateway.exchange;

import java.util.Set;

/**
 * Headers by which one tells another which trace a request belongs to. Those of a client that is
 * not trusted count for nothing and go nowhere: it could have its requests recorded at will, or
 * have them taken for somebody else's (W3C Trace Context, section 5.2).
 */
public final class TraceHeaders {
  private static final Set<String> NAMES =
      Set.of(
          "traceparent",
          "tracestate",
          "baggage",
          "b3",
          "x-b3-traceid",
          "x-b3-spanid",
          "x-b3-parentspanid",
          "x-b3-sampled",
          "x-b3-flags",
          "uber-trace-id");

  private TraceHeaders() {}

  /** Whether a header, in lower case, is one of them. */
  public static boolean contains(String name) {
    return NAMES.contains(name);
  }
}
