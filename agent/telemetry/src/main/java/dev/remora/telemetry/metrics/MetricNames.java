package dev.remora.telemetry.metrics;

import io.opentelemetry.api.common.AttributeKey;

/**
 * The attributes of metrics.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/http/http-metrics/">HTTP metrics</a>
 */
final class MetricNames {
  static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
  static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
  static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
  static final AttributeKey<String> SERVER = AttributeKey.stringKey("server.address");
  static final AttributeKey<Long> SERVER_PORT = AttributeKey.longKey("server.port");
  static final AttributeKey<String> SCHEME = AttributeKey.stringKey("url.scheme");
  static final AttributeKey<Boolean> OVERFLOW = AttributeKey.booleanKey("otel.metric.overflow");

  static final AttributeKey<String> SERVICE = AttributeKey.stringKey("remora.service");
  static final AttributeKey<String> STATE = AttributeKey.stringKey("remora.endpoint.state");
  static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("remora.token.outcome");
  static final AttributeKey<String> REGISTRY = AttributeKey.stringKey("remora.registry");

  private MetricNames() {}
}
