package dev.remora.telemetry.trace;

import dev.remora.core.routing.Context;
import dev.remora.core.telemetry.InboundRequest;
import dev.remora.telemetry.metrics.Meters;
import io.opentelemetry.sdk.trace.data.SpanData;

/** A request of which a span is made. */
final class SampledRequest extends RecordedRequest implements FinishedSpan {
  private final Spans spans;
  final SpanIds ids;
  final String spelledMethod;
  final String target;
  final String scheme;
  final String serverAddress;
  final int serverPort;
  final String peerAddress;
  final int peerPort;
  final String protocolVersion;
  final String userAgent;

  int status;
  String route;
  String errorType;
  long end;

  SampledRequest(
      Spans spans,
      Meters meters,
      SpanIds ids,
      Context context,
      InboundRequest request,
      int mostCharacters) {
    super(
        meters,
        context,
        "https".equalsIgnoreCase(request.scheme()),
        Methods.known(request.method()));
    this.spans = spans;
    this.ids = ids;
    this.spelledMethod = request.method();
    this.target = CallSubject.cut(request.target(), mostCharacters);
    this.scheme = request.scheme();
    this.serverAddress = request.serverAddress();
    this.serverPort = request.serverPort();
    this.peerAddress = request.peerAddress();
    this.peerPort = request.peerPort();
    this.protocolVersion = request.protocolVersion();
    this.userAgent = CallSubject.cut(request.header("user-agent"), mostCharacters);
  }

  @Override
  void ended(int status, String route, String errorType, long now) {
    this.status = status;
    this.route = route;
    this.errorType = errorType;
    this.end = now;
    spans.add(this);
  }

  @Override
  public SpanData data(SpanDetails details) {
    return RequestData.of(this, details);
  }
}
