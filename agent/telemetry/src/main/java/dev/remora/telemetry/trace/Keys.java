package dev.remora.telemetry.trace;

import io.opentelemetry.api.common.AttributeKey;

/**
 * The attributes of spans: those of the semantic conventions for HTTP 1.45.0, and Remora's own.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/http/http-spans/">HTTP spans</a>
 */
final class Keys {
  static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  static final AttributeKey<String> ORIGINAL =
      AttributeKey.stringKey("http.request.method_original");
  static final AttributeKey<Long> RESENT = AttributeKey.longKey("http.request.resend_count");
  static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
  static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
  static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
  static final AttributeKey<String> SERVER = AttributeKey.stringKey("server.address");
  static final AttributeKey<Long> SERVER_PORT = AttributeKey.longKey("server.port");
  static final AttributeKey<String> CLIENT = AttributeKey.stringKey("client.address");
  static final AttributeKey<String> PEER = AttributeKey.stringKey("network.peer.address");
  static final AttributeKey<Long> PEER_PORT = AttributeKey.longKey("network.peer.port");
  static final AttributeKey<String> VERSION = AttributeKey.stringKey("network.protocol.version");
  static final AttributeKey<String> URL = AttributeKey.stringKey("url.full");
  static final AttributeKey<String> SCHEME = AttributeKey.stringKey("url.scheme");
  static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
  static final AttributeKey<String> QUERY = AttributeKey.stringKey("url.query");
  static final AttributeKey<String> AGENT = AttributeKey.stringKey("user_agent.original");

  static final AttributeKey<String> ZONE = AttributeKey.stringKey("remora.zone");
  static final AttributeKey<String> BALANCE = AttributeKey.stringKey("remora.balance");
  static final AttributeKey<Long> ATTEMPTS = AttributeKey.longKey("remora.attempts");
  static final AttributeKey<String> REASON = AttributeKey.stringKey("remora.attempt.reason");
  static final AttributeKey<Double> TOOK = AttributeKey.doubleKey("remora.attempt.duration");

  private Keys() {}
}
