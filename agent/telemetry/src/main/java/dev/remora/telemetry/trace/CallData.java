package dev.remora.telemetry.trace;

import dev.remora.core.routing.LiveEndpoint;
import dev.remora.core.routing.Outcome;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The span of a call. */
final class CallData {
  private CallData() {}

  static SpanData of(SampledCall call, SpanDetails details) {
    return new Span(
        details,
        call.ids,
        name(call.method),
        SpanKind.CLIENT,
        details.epoch(call.began),
        details.epoch(call.end),
        attributes(call, details),
        events(call, details),
        call.errorType == null
            ? StatusData.unset()
            : StatusData.create(StatusCode.ERROR, call.rejection == null ? "" : call.rejection));
  }

  static String name(String method) {
    return method.equals(Methods.OTHER) ? "HTTP" : method;
  }

  private static Attributes attributes(SampledCall call, SpanDetails details) {
    AttributesBuilder attributes = Attributes.builder();
    putMethod(attributes, call.method, call.spelledMethod, details);
    attributes.put(Keys.SERVER, call.service);
    attributes.put(Keys.SERVER_PORT, (long) call.port);
    attributes.put(
        Keys.URL,
        cut(Urls.full(call.secure, call.host, call.port, call.target), details.valueLength()));
    AttemptRecord last = last(call);
    if (last != null) {
      putEndpoint(attributes, last.endpoint);
    }
    if (call.status > 0) {
      attributes.put(Keys.STATUS, (long) call.status);
    }
    attributes.put(Keys.ERROR, call.errorType);
    if (call.resent > 0) {
      attributes.put(Keys.RESENT, (long) call.resent);
    }
    if (call.made > 1) {
      attributes.put(Keys.ATTEMPTS, (long) call.made);
    }
    attributes.put(Keys.BALANCE, details.balance(call.service));
    return attributes.build();
  }

  static void putMethod(
      AttributesBuilder attributes, String known, String spelled, SpanDetails details) {
    attributes.put(Keys.METHOD, known);
    if (known.equals(Methods.OTHER) && spelled != null) {
      attributes.put(Keys.ORIGINAL, cut(spelled, details.valueLength()));
    }
  }

  static String cut(String text, int most) {
    return CallSubject.cut(text, most);
  }

  /** The attempt that decided about the call: of several that which was not given up. */
  private static AttemptRecord last(SampledCall call) {
    AttemptRecord last = null;
    for (AttemptRecord attempt : call.attempts) {
      if (attempt != null && (last == null || attempt.outcome != Outcome.OVERTAKEN)) {
        last = attempt;
      }
    }
    return last;
  }

  private static void putEndpoint(AttributesBuilder attributes, LiveEndpoint endpoint) {
    attributes.put(Keys.PEER, endpoint.address().getHostAddress());
    attributes.put(Keys.PEER_PORT, (long) endpoint.port());
    if (!endpoint.endpoint().zone().isEmpty()) {
      attributes.put(Keys.ZONE, endpoint.endpoint().zone());
    }
  }

  /** An event for each attempt; a lone one is the span itself. */
  private static List<EventData> events(SampledCall call, SpanDetails details) {
    List<EventData> events = new ArrayList<>();
    for (AttemptRecord attempt : call.attempts) {
      if (attempt != null && call.made > 1) {
        events.add(event(attempt, details));
      }
    }
    return events;
  }

  private static EventData event(AttemptRecord attempt, SpanDetails details) {
    AttributesBuilder attributes = Attributes.builder();
    attributes.put(Keys.REASON, attempt.reason.name().toLowerCase(Locale.ROOT));
    putEndpoint(attributes, attempt.endpoint);
    if (attempt.status > 0) {
      attributes.put(Keys.STATUS, (long) attempt.status);
    }
    attributes.put(Keys.ERROR, attempt.errorType);
    if (attempt.outcome != null) {
      attributes.put(Keys.TOOK, Math.max(0, attempt.ended - attempt.began) / 1e9);
    }
    return EventData.create(details.epoch(attempt.began), "remora.attempt", attributes.build());
  }
}
