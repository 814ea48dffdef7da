package dev.remora.gateway.upgrade;

import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.Problem;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * A request that asks for another protocol on its connection, and the check of what is said to it.
 *
 * <p>Both sides are checked, so that no client gets bytes through to an endpoint that still reads
 * HTTP: the gateway stops reading HTTP only if the endpoint has proven that it has, too. Immutable.
 */
public final class Handshake {
  private static final String WEBSOCKET = "websocket";
  private static final String UPGRADE = "upgrade";

  /** RFC 6455, section 1.3. */
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private static final Problem BAD =
      Problem.of(400, "bad-upgrade", "The request is no WebSocket handshake (RFC 6455).");
  private static final Problem VERSION =
      Problem.of(426, "websocket-version", "The only version of WebSocket that is spoken is 13.")
          .header("sec-websocket-version", "13")
          .header("upgrade", WEBSOCKET)
          .header("connection", UPGRADE);

  private final String protocol;
  private final String key;
  private final Problem problem;

  private Handshake(String protocol, String key, Problem problem) {
    this.protocol = protocol;
    this.key = key;
    this.problem = problem;
  }

  /** The handshake that a request is; null: it is none, or for a protocol that is not allowed. */
  public static Handshake of(Exchange exchange) {
    MultiMap headers = exchange.request().headers();
    if (!headers.contains(HttpHeaderNames.UPGRADE)) {
      return null;
    }
    HttpServerRequest request = exchange.request();
    List<String> asked = headers.getAll(HttpHeaderNames.UPGRADE);
    String protocol = asked.get(0).trim().toLowerCase(Locale.ROOT);
    if (request.version() != HttpVersion.HTTP_1_1
        || !request.method().equals(HttpMethod.GET)
        || asked.size() != 1
        || !exchange.upgradeRules().allow().contains(protocol)
        || !hasToken(headers.getAll(HttpHeaderNames.CONNECTION), UPGRADE)) {
      return null;
    }
    if (headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
        || !isNothing(headers.get(HttpHeaderNames.CONTENT_LENGTH))) {
      return new Handshake(protocol, null, BAD);
    }
    return protocol.equals(WEBSOCKET) ? websocket(headers) : new Handshake(protocol, null, null);
  }

  private static boolean isNothing(String length) {
    return length == null || length.equals("0");
  }

  private static Handshake websocket(MultiMap headers) {
    List<String> versions = headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_VERSION);
    if (versions.size() != 1 || !versions.get(0).equals("13")) {
      return new Handshake(WEBSOCKET, null, VERSION);
    }
    List<String> keys = headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_KEY);
    // 16 bytes in base64
    boolean good = keys.size() == 1 && keys.get(0).matches("[A-Za-z0-9+/]{22}==");
    return good ? new Handshake(WEBSOCKET, keys.get(0), null) : new Handshake(WEBSOCKET, null, BAD);
  }

  /** Why it goes nowhere; null: nothing is the matter. */
  public Problem problem() {
    return problem;
  }

  /** The protocol, in lower case. */
  public String protocol() {
    return protocol;
  }

  /** Puts what asks for the protocol, or agrees to it, into the headers of a message. */
  public void addTo(MultiMap headers) {
    // Vert.x takes a connection for one that may change its protocol only if it is spelled so.
    headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
    headers.set(HttpHeaderNames.UPGRADE, protocol);
  }

  /** Whether the headers of a response of status 101 agree to what was asked. */
  public boolean isAgreedBy(MultiMap headers) {
    List<String> upgrade = headers.getAll(HttpHeaderNames.UPGRADE);
    return upgrade.size() == 1
        && upgrade.get(0).trim().equalsIgnoreCase(protocol)
        && hasToken(headers.getAll(HttpHeaderNames.CONNECTION), UPGRADE)
        && (key == null || accept(key).equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT)));
  }

  /** RFC 6455, section 4.2.2. */
  private static String accept(String key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      byte[] proof = digest.digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(proof);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }

  private static boolean hasToken(List<String> values, String token) {
    for (String value : values) {
      for (String each : value.split(",", -1)) {
        if (each.trim().equalsIgnoreCase(token)) {
          return true;
        }
      }
    }
    return false;
  }
}
