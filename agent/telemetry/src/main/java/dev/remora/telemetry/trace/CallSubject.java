package dev.remora.telemetry.trace;

import dev.remora.core.routing.RequestInfo;

/** What a call is about, read from the request on its thread. */
final class CallSubject {
  final String service;
  final String host;
  final String method;
  final String target;
  final boolean secure;
  final int port;

  CallSubject(String service, String host, RequestInfo request, int mostCharacters) {
    this.service = service;
    this.host = host;
    this.method = request.method();
    this.target = cut(request.target(), mostCharacters);
    this.secure = request.isSecure();
    this.port = request.port();
  }

  /** A text that the application made may be of any length; what waits in the queue is bounded. */
  static String cut(String text, int most) {
    return text == null || text.length() <= most ? text : text.substring(0, most);
  }
}
