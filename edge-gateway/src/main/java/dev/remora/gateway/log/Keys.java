package dev.remora.gateway.log;

import java.nio.charset.StandardCharsets;

/**
 * The fields of a line, by the names of the Elastic Common Schema; those that it has no name for
 * are below {@code remora}, as it asks for.
 *
 * @see <a href="https://www.elastic.co/guide/en/ecs/current/ecs-field-reference.html">ECS
 *     fields</a>
 */
final class Keys {
  /** The version of ECS whose names these are. */
  static final String ECS_VERSION = "8.17.0";

  static final byte[] TIMESTAMP = "{\"@timestamp\":".getBytes(StandardCharsets.US_ASCII);
  static final byte[] MESSAGE = JsonBytes.key("message");
  static final byte[] OUTCOME = JsonBytes.key("event.outcome");
  static final byte[] DURATION = JsonBytes.key("event.duration");
  static final byte[] HTTP_VERSION = JsonBytes.key("http.version");
  static final byte[] REQUEST_ID = JsonBytes.key("http.request.id");
  static final byte[] METHOD = JsonBytes.key("http.request.method");
  static final byte[] REQUEST_BYTES = JsonBytes.key("http.request.body.bytes");
  static final byte[] REFERRER = JsonBytes.key("http.request.referrer");
  static final byte[] STATUS = JsonBytes.key("http.response.status_code");
  static final byte[] RESPONSE_BYTES = JsonBytes.key("http.response.body.bytes");
  static final byte[] MIME_TYPE = JsonBytes.key("http.response.mime_type");
  static final byte[] SCHEME = JsonBytes.key("url.scheme");
  static final byte[] DOMAIN = JsonBytes.key("url.domain");
  static final byte[] PATH = JsonBytes.key("url.path");
  static final byte[] QUERY = JsonBytes.key("url.query");
  static final byte[] ORIGINAL = JsonBytes.key("url.original");
  static final byte[] CLIENT_ADDRESS = JsonBytes.key("client.address");
  static final byte[] CLIENT_IP = JsonBytes.key("client.ip");
  static final byte[] SOURCE_ADDRESS = JsonBytes.key("source.address");
  static final byte[] SOURCE_IP = JsonBytes.key("source.ip");
  static final byte[] SOURCE_PORT = JsonBytes.key("source.port");
  static final byte[] USER = JsonBytes.key("user.id");
  static final byte[] USER_AGENT = JsonBytes.key("user_agent.original");
  static final byte[] TRACE = JsonBytes.key("trace.id");
  static final byte[] TRANSACTION = JsonBytes.key("transaction.id");
  static final byte[] SPAN = JsonBytes.key("span.id");
  static final byte[] TLS_VERSION = JsonBytes.key("tls.version");
  static final byte[] TLS_CIPHER = JsonBytes.key("tls.cipher");
  static final byte[] TARGET = JsonBytes.key("service.target.name");
  static final byte[] ERROR_CODE = JsonBytes.key("error.code");
  static final byte[] ERROR_TYPE = JsonBytes.key("error.type");
  static final byte[] ROUTE = JsonBytes.key("remora.route");
  static final byte[] ENDPOINT = JsonBytes.key("remora.endpoint");
  static final byte[] ATTEMPTS = JsonBytes.key("remora.attempts");
  static final byte[] UPSTREAM_DURATION = JsonBytes.key("remora.upstream.duration");
  static final byte[] UPSTREAM_STATUS = JsonBytes.key("remora.upstream.status_code");
  static final byte[] PROBLEM = JsonBytes.key("remora.problem");
  static final byte[] IDENTITY_METHOD = JsonBytes.key("remora.identity.method");
  static final byte[] IDENTITY_ISSUER = JsonBytes.key("remora.identity.issuer");
  static final byte[] SAMPLE = JsonBytes.key("remora.sample");

  private Keys() {}

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** What all lines have in common. */
  static byte[] common(String service) {
    JsonBytes common = new JsonBytes();
    common.raw(
        (",\"ecs.version\":\""
                + ECS_VERSION
                + "\",\"log.level\":\"info\",\"event.kind\":\"event\""
                + ",\"event.category\":[\"web\",\"network\"],\"event.type\":[\"access\"]"
                + ",\"event.module\":\"remora\",\"event.dataset\":\"remora.access\"")
            .getBytes(StandardCharsets.US_ASCII));
    common.text(JsonBytes.key("service.name"), service, AccessLine.MOST);
    common.raw(",\"service.type\":\"remora\"".getBytes(StandardCharsets.US_ASCII));
    return java.util.Arrays.copyOf(common.array(), common.length());
  }
}
