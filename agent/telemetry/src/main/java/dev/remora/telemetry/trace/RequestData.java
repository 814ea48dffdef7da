package dev.remora.telemetry.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.Collections;

/** The span of a request that was served. */
final class RequestData {
  private RequestData() {}

  static SpanData of(SampledRequest request, SpanDetails details) {
    String name = CallData.name(request.method);
    return new Span(
        details,
        request.ids,
        request.route == null ? name : name + ' ' + request.route,
        SpanKind.SERVER,
        details.epoch(request.began),
        details.epoch(request.end),
        attributes(request, details),
        Collections.<EventData>emptyList(),
        request.errorType == null ? StatusData.unset() : StatusData.create(StatusCode.ERROR, ""));
  }

  private static Attributes attributes(SampledRequest request, SpanDetails details) {
    AttributesBuilder attributes = Attributes.builder();
    CallData.putMethod(attributes, request.method, request.spelledMethod, details);
    attributes.put(Keys.SCHEME, request.scheme);
    if (request.target != null) {
      attributes.put(Keys.PATH, CallData.cut(Urls.path(request.target), details.valueLength()));
      attributes.put(Keys.QUERY, Urls.query(request.target));
    }
    attributes.put(Keys.ROUTE, request.route);
    attributes.put(Keys.SERVER, request.serverAddress);
    if (request.serverPort > 0) {
      attributes.put(Keys.SERVER_PORT, (long) request.serverPort);
    }
    attributes.put(Keys.CLIENT, request.peerAddress);
    attributes.put(Keys.PEER, request.peerAddress);
    if (request.peerPort > 0) {
      attributes.put(Keys.PEER_PORT, (long) request.peerPort);
    }
    attributes.put(Keys.VERSION, request.protocolVersion);
    attributes.put(Keys.AGENT, request.userAgent);
    if (request.status > 0) {
      attributes.put(Keys.STATUS, (long) request.status);
    }
    attributes.put(Keys.ERROR, request.errorType);
    return attributes.build();
  }
}
