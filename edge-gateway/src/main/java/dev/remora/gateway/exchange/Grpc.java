package dev.remora.gateway.exchange;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Says to gRPC clients what the gateway itself has to say in the one way that they understand: a
 * response of trailers alone ("gRPC over HTTP2", Responses).
 */
final class Grpc {
  private static final String TYPE = "application/grpc";
  private static final int UNKNOWN = 2;

  private Grpc() {}

  /** Whether a request is a call of gRPC. */
  static boolean isCall(Exchange exchange) {
    if (exchange.request().version() != HttpVersion.HTTP_2) {
      return false;
    }
    String type = exchange.header(HttpHeaderNames.CONTENT_TYPE);
    return type != null
        && type.startsWith(TYPE)
        && (type.length() == TYPE.length() || "+;".indexOf(type.charAt(TYPE.length())) >= 0);
  }

  /** The same answer for gRPC. */
  static Reply reply(Reply reply) {
    String message = reply instanceof Problem problem ? problem.detail() : "";
    List<String> headers = new ArrayList<>();
    List<String> own = reply.headers();
    for (int i = 0; i + 1 < own.size(); i += 2) {
      if (!own.get(i).equalsIgnoreCase("content-type")) {
        headers.add(own.get(i));
        headers.add(own.get(i + 1));
      }
    }
    headers.addAll(List.of("content-type", TYPE));
    headers.addAll(List.of("grpc-status", String.valueOf(code(reply.status()))));
    if (!message.isEmpty()) {
      headers.addAll(List.of("grpc-message", escaped(message)));
    }
    return new Trailers(headers);
  }

  /** What a status of HTTP is to gRPC (grpc/doc/http-grpc-status-mapping.md). */
  private static int code(int status) {
    return switch (status) {
      case 400 -> 13;
      case 401 -> 16;
      case 403 -> 7;
      case 404 -> 12;
      case 429, 502, 503, 504 -> 14;
      default -> UNKNOWN;
    };
  }

  /** All but visible ASCII and blanks in percent escapes. */
  private static String escaped(String message) {
    StringBuilder escaped = new StringBuilder(message.length());
    for (byte octet : message.getBytes(StandardCharsets.UTF_8)) {
      if (octet >= ' ' && octet <= '~' && octet != '%') {
        escaped.append((char) octet);
      } else {
        escaped.append(String.format("%%%02X", octet));
      }
    }
    return escaped.toString();
  }

  private record Trailers(List<String> headers) implements Reply {
    @Override
    public int status() {
      return 200;
    }

    @Override
    public Buffer body(Exchange exchange) {
      return null;
    }
  }
}
