package dev.remora.gateway.http1;

import dev.remora.gateway.exchange.Problem;

/** Why messages are not taken. */
final class Refusals {
  static final Problem REQUEST_LINE =
      Problem.of(400, "bad-request-line", "The first line is not that of an HTTP/1.1 request.");
  static final Problem TARGET =
      Problem.of(400, "bad-target", "The path or the query is not one that can be forwarded.");
  static final Problem METHOD =
      Problem.of(501, "method-not-supported", "The gateway does not forward this method.");
  static final Problem VERSION =
      Problem.of(505, "bad-version", "The gateway speaks HTTP/1.0 and HTTP/1.1 here.");
  static final Problem LINE_END =
      Problem.of(400, "bad-line-end", "A line must end with carriage return and line feed.");
  static final Problem HEADER =
      Problem.of(400, "bad-header", "A header is not of the form that HTTP asks for.");
  static final Problem HOST =
      Problem.of(400, "bad-host", "The request must name one host that it is for.");
  static final Problem LENGTH =
      Problem.of(400, "bad-length", "The length of the body must be told once and clearly.");
  static final Problem CODING =
      Problem.of(501, "bad-transfer-coding", "The only transfer coding accepted is chunked.");
  static final Problem CHUNK =
      Problem.of(400, "bad-chunk", "The body is not of the form that its coding asks for.")
          .header("connection", "close");
  static final Problem LONG_TARGET =
      Problem.of(414, "long-target", "The first line of the request is too long.");
  static final Problem LARGE_HEADERS =
      Problem.of(431, "large-headers", "The headers are too large or too many.");

  static final Problem SLOW_HEAD =
      Problem.of(408, "slow-request", "The head of the request took too long.");
  static final Problem SLOW_BODY =
      Problem.of(408, "slow-body", "The body of the request took too long.")
          .header("connection", "close");

  private Refusals() {}
}
