package dev.remora.telemetry.trace;

import dev.remora.core.routing.Context;
import dev.remora.core.routing.RequestInfo;
import dev.remora.core.telemetry.InboundRequest;
import dev.remora.telemetry.config.Settings;

/**
 * By which headers trace context goes on and comes in: those of W3C, and those of Zipkin where they
 * are asked for.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 * @see <a href="https://www.w3.org/TR/baggage/">W3C Baggage</a>
 * @see <a href="https://github.com/openzipkin/b3-propagation">B3</a>
 */
final class Propagation {
  private static final String TRACEPARENT = "traceparent";
  private static final String TRACESTATE = "tracestate";
  private static final String BAGGAGE = "baggage";
  private static final String B3 = "b3";
  private static final String B3_TRACE = "x-b3-traceid";
  private static final String B3_SPAN = "x-b3-spanid";
  private static final String B3_SAMPLED = "x-b3-sampled";

  /** What a baggage may grow to that others have to carry (W3C Baggage, 3.3.2). */
  private static final int MAX_BAGGAGE = 8192;

  /** What is not longer has to be handed on (W3C Trace Context, 3.3.1.5). */
  private static final int MAX_TRACESTATE = 512;

  private final boolean w3c;
  private final boolean baggage;
  private final boolean b3;
  private final boolean b3multi;

  Propagation(Settings settings) {
    w3c = settings.propagates("tracecontext");
    baggage = settings.propagates("baggage");
    b3 = settings.propagates("b3");
    b3multi = settings.propagates("b3multi");
  }

  /** The span that the request itself names as its parent, as a {@code traceparent}, or null. */
  String parent(RequestInfo request) {
    String value = w3c ? valid(request.header(TRACEPARENT)) : null;
    if (value == null && b3) {
      value = ofB3(request.header(B3));
    }
    if (value == null && b3multi) {
      value = ofB3(request.header(B3_TRACE), request.header(B3_SPAN), request.header(B3_SAMPLED));
    }
    return value;
  }

  /** The span that the request comes from, as a {@code traceparent}, or null. */
  String parent(InboundRequest request) {
    String value = w3c ? valid(request.header(TRACEPARENT)) : null;
    if (value == null && b3) {
      value = ofB3(request.header(B3));
    }
    if (value == null && b3multi) {
      value = ofB3(request.header(B3_TRACE), request.header(B3_SPAN), request.header(B3_SAMPLED));
    }
    return value;
  }

  /** The {@code tracestate} that goes with a request's own {@code traceparent}. */
  String tracestate(InboundRequest request) {
    return w3c ? within(request.header(TRACESTATE), MAX_TRACESTATE) : null;
  }

  String tracestate(RequestInfo request) {
    return w3c ? within(request.header(TRACESTATE), MAX_TRACESTATE) : null;
  }

  String baggage(InboundRequest request) {
    return baggage ? within(request.header(BAGGAGE), MAX_BAGGAGE) : null;
  }

  private static String within(String value, int most) {
    return value == null || value.isEmpty() || value.length() > most ? null : value;
  }

  private static String valid(String value) {
    return TraceParent.isValid(value) ? value : null;
  }

  /** {@code TRACE-SPAN-SAMPLED[-PARENT]}; a lone decision has no span to be a parent. */
  static String ofB3(String value) {
    if (value == null) {
      return null;
    }
    String[] parts = value.split("-", -1);
    return parts.length < 2 ? null : ofB3(parts[0], parts[1], parts.length < 3 ? null : parts[2]);
  }

  private static String ofB3(String trace, String span, String sampled) {
    if (trace == null || span == null || (trace.length() != 32 && trace.length() != 16)) {
      return null;
    }
    boolean not = "0".equals(sampled) || "false".equals(sampled);
    String padded = trace.length() == 32 ? trace : "0000000000000000" + trace;
    return valid("00-" + padded + '-' + span + (not ? "-00" : "-01"));
  }

  /**
   * The headers of a call.
   *
   * @param traceparent that names the call's own span; null: none
   * @param context what the rest is taken from; null: the request has it
   */
  String[] headers(String traceparent, Context context) {
    String state = context == null || traceparent == null || !w3c ? null : context.tracestate();
    String items = context == null || !baggage ? null : context.baggage();
    int count = traceparent == null ? 0 : (w3c ? 1 : 0) + (b3 ? 1 : 0) + (b3multi ? 3 : 0);
    count += (state == null ? 0 : 1) + (items == null ? 0 : 1);
    if (count == 0) {
      return null;
    }
    String[] headers = new String[2 * count];
    int end = 0;
    if (traceparent != null && w3c) {
      end = put(headers, end, TRACEPARENT, traceparent);
    }
    if (traceparent != null && (b3 || b3multi)) {
      end = putB3(headers, end, traceparent);
    }
    if (state != null) {
      end = put(headers, end, TRACESTATE, state);
    }
    if (items != null) {
      put(headers, end, BAGGAGE, items);
    }
    return headers;
  }

  private int putB3(String[] headers, int end, String traceparent) {
    String trace = traceparent.substring(3, 35);
    String span = traceparent.substring(36, 52);
    String sampled = (TraceParent.flags(traceparent) & TraceParent.SAMPLED) == 0 ? "0" : "1";
    int next = end;
    if (b3) {
      next = put(headers, next, B3, trace + '-' + span + '-' + sampled);
    }
    if (b3multi) {
      next = put(headers, next, B3_TRACE, trace);
      next = put(headers, next, B3_SPAN, span);
      next = put(headers, next, B3_SAMPLED, sampled);
    }
    return next;
  }

  private static int put(String[] headers, int at, String name, String value) {
    headers[at] = name;
    headers[at + 1] = value;
    return at + 2;
  }
}
