package dev.remora.gateway.log;

import dev.remora.gateway.exchange.Client;
import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.Identity;
import dev.remora.gateway.exchange.Upstream;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import javax.net.ssl.SSLSession;

/** Makes the line of an exchange. Belongs to one event loop. */
final class AccessLine {
  /** What Elasticsearch indexes of a keyword, in characters: ECS's {@code ignore_above}. */
  static final int MOST = 1024;

  private static final byte[] V1_0 = Keys.ascii("\"1.0\"");
  private static final byte[] V1_1 = Keys.ascii("\"1.1\"");
  private static final byte[] V2 = Keys.ascii("\"2\"");

  private final JsonBytes json = new JsonBytes();
  private final Timestamp timestamp = new Timestamp();

  /**
   * Makes the line of {@code exchange}, in {@link #array}.
   *
   * @param plan what is logged
   * @param nanos how long it took
   */
  void write(Exchange exchange, AccessLogPlan plan, long nanos) {
    begin(exchange, plan, nanos);
    request(exchange, plan);
    response(exchange, plan);
    client(exchange);
    upstream(exchange.upstream());
    end(exchange);
  }

  private void begin(Exchange exchange, AccessLogPlan plan, long nanos) {
    json.begin(Keys.TIMESTAMP);
    timestamp.write(json, System.currentTimeMillis() - nanos / 1_000_000);
    json.raw(plan.common());
    json.raw(Keys.MESSAGE);
    json.open();
    json.part(exchange.method(), MOST);
    json.part(" ", 1);
    json.part(exchange.target() == null ? "-" : plan.path(exchange.target().path()), MOST);
    json.part(" ", 1);
    json.digits(exchange.status(), 1);
    json.close();
    json.raw(Keys.OUTCOME);
    json.raw(Outcome.of(exchange));
    json.number(Keys.DURATION, nanos);
    if (plan.sample() != null) {
      json.raw(Keys.SAMPLE);
      json.raw(plan.sample());
    }
  }

  private void request(Exchange exchange, AccessLogPlan plan) {
    HttpServerRequest request = exchange.request();
    json.raw(Keys.HTTP_VERSION);
    json.raw(
        switch (request.version()) {
          case HTTP_1_0 -> V1_0;
          case HTTP_1_1 -> V1_1;
          default -> V2;
        });
    json.text(Keys.REQUEST_ID, exchange.id(), MOST);
    json.text(Keys.METHOD, exchange.method(), MOST);
    json.number(Keys.REQUEST_BYTES, exchange.received());
    MultiMap headers = request.headers();
    json.text(Keys.USER_AGENT, plan.redact(headers.get(HttpHeaderNames.USER_AGENT)), MOST);
    String referrer = headers.get(HttpHeaderNames.REFERER);
    if (referrer != null) {
      json.text(Keys.REFERRER, plan.url(referrer), MOST);
    }
    json.text(Keys.SCHEME, exchange.client().scheme(), MOST);
    if (!exchange.host().isEmpty()) {
      json.text(Keys.DOMAIN, exchange.host(), MOST);
    }
    if (exchange.target() == null) {
      json.text(Keys.ORIGINAL, plan.url(request.uri()), MOST);
    } else {
      json.text(Keys.PATH, plan.path(exchange.target().path()), MOST);
      String query = exchange.target().query();
      if (query != null) {
        json.text(Keys.QUERY, plan.query(query), MOST);
      }
    }
    plan.requestHeaders().write(json, headers, plan);
  }

  private void response(Exchange exchange, AccessLogPlan plan) {
    json.number(Keys.STATUS, exchange.status());
    json.number(Keys.RESPONSE_BYTES, exchange.sent());
    MultiMap headers = exchange.responseHeaders();
    String type = headers.get(HttpHeaderNames.CONTENT_TYPE);
    if (type != null) {
      int end = type.indexOf(';');
      json.text(Keys.MIME_TYPE, end < 0 ? type : type.substring(0, end), MOST);
    }
    plan.responseHeaders().write(json, headers, plan);
  }

  private void client(Exchange exchange) {
    Client client = exchange.client();
    address(Keys.CLIENT_ADDRESS, Keys.CLIENT_IP, client.address());
    address(Keys.SOURCE_ADDRESS, Keys.SOURCE_IP, client.peer());
    if (client.peerPort() > 0) {
      json.number(Keys.SOURCE_PORT, client.peerPort());
    }
    Identity identity = exchange.identity();
    if (identity != null) {
      json.text(Keys.USER, identity.subject(), MOST);
      json.text(Keys.IDENTITY_METHOD, identity.method(), MOST);
      json.text(Keys.IDENTITY_ISSUER, identity.issuer(), MOST);
    }
    SSLSession session =
        exchange.request().isSSL() ? exchange.request().connection().sslSession() : null;
    if (session != null) {
      String protocol = session.getProtocol();
      json.text(
          Keys.TLS_VERSION,
          protocol.startsWith("TLSv") ? protocol.substring("TLSv".length()) : protocol,
          MOST);
      json.text(Keys.TLS_CIPHER, session.getCipherSuite(), MOST);
    }
  }

  /** A field of the type {@code ip} takes nothing that is none, such as the zone of an address. */
  private void address(byte[] key, byte[] ipKey, String address) {
    if (address != null) {
      json.text(key, address, MOST);
      int zone = address.indexOf('%');
      json.text(ipKey, zone < 0 ? address : address.substring(0, zone), MOST);
    }
  }

  private void upstream(Upstream upstream) {
    if (upstream.service() == null) {
      return;
    }
    json.text(Keys.TARGET, upstream.service(), MOST);
    json.text(Keys.ENDPOINT, upstream.endpoint(), MOST);
    json.number(Keys.ATTEMPTS, upstream.attempts());
    json.number(Keys.UPSTREAM_DURATION, upstream.nanos());
    if (upstream.status() > 0) {
      json.number(Keys.UPSTREAM_STATUS, upstream.status());
    }
  }

  private void end(Exchange exchange) {
    json.text(Keys.ROUTE, exchange.route().name(), MOST);
    json.text(Keys.TRACE, exchange.traceId(), MOST);
    json.text(Keys.TRANSACTION, exchange.spanId(), MOST);
    json.text(Keys.SPAN, exchange.spanId(), MOST);
    if (exchange.problem() != null) {
      json.text(Keys.PROBLEM, exchange.problem().code(), MOST);
      json.text(Keys.ERROR_CODE, exchange.problem().code(), MOST);
    }
    if (exchange.failure() != null) {
      // Its class only: a message may quote what was sent.
      json.text(Keys.ERROR_TYPE, exchange.failure().getClass().getName(), MOST);
    }
    json.end();
  }

  byte[] array() {
    return json.array();
  }

  int length() {
    return json.length();
  }
}
