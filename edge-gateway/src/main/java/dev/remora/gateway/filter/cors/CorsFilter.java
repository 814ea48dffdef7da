package dev.remora.gateway.filter.cors;

import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.Filter;
import dev.remora.gateway.exchange.FixedReply;
import dev.remora.gateway.exchange.Problem;
import dev.remora.gateway.exchange.Vary;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers the questions of browsers itself, and tells them of all responses whether a page may read
 * them. What the service says of that is replaced: two answers are none for a browser.
 */
final class CorsFilter implements Filter {
  private static final Problem REFUSED =
      Problem.of(403, "cors-refused", "Pages of this origin may not call.");

  private static final List<CharSequence> ALL =
      List.of(
          HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN,
          HttpHeaderNames.ACCESS_CONTROL_ALLOW_CREDENTIALS,
          HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS,
          HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS,
          HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS,
          HttpHeaderNames.ACCESS_CONTROL_MAX_AGE);

  private final Cors cors;
  private final boolean same;
  private final String exposed;
  private final String maxAge;

  CorsFilter(Cors cors) {
    this.cors = cors;
    this.same = cors.origins().isAny();
    this.exposed = cors.exposed().isEmpty() ? null : String.join(", ", cors.exposed());
    this.maxAge = Long.toString(cors.maxAge().toSeconds());
  }

  @Override
  public boolean request(Exchange exchange) {
    if (!isPreflight(exchange)) {
      return true;
    }
    boolean allowed = cors.origins().contains(exchange.header(HttpHeaderNames.ORIGIN));
    exchange.reply(allowed ? new FixedReply(204, answer(exchange), null) : REFUSED);
    return false;
  }

  private static boolean isPreflight(Exchange exchange) {
    return exchange.method().equals("OPTIONS")
        && exchange.header(HttpHeaderNames.ORIGIN) != null
        && exchange.header(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD) != null;
  }

  private List<String> answer(Exchange exchange) {
    List<String> answer = new ArrayList<>();
    add(
        answer,
        HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS,
        listed(cors.methods(), exchange.header(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD)));
    add(
        answer,
        HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS,
        listed(cors.headers(), exchange.header(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS)));
    add(answer, HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, maxAge);
    return answer;
  }

  private static void add(List<String> answer, CharSequence name, String value) {
    if (value != null) {
      answer.add(name.toString());
      answer.add(value);
    }
  }

  /** For all that is allowed what was asked for, as {@code *} is not for all, nor for cookies. */
  private static String listed(List<String> allowed, String asked) {
    if (!allowed.contains(Cors.ANY)) {
      return allowed.isEmpty() ? null : String.join(", ", allowed);
    }
    return asked != null && asked.matches("[A-Za-z0-9!#$%&'*+.^_`|~, -]{1,1000}") ? asked : null;
  }

  @Override
  public void response(Exchange exchange) {
    MultiMap headers = exchange.responseHeaders();
    boolean preflight = exchange.isReplied() && isPreflight(exchange);
    for (int i = 0; i < ALL.size(); i++) {
      CharSequence name = ALL.get(i);
      if (!preflight || i < 2) {
        headers.remove(name);
      }
    }
    if (!same || cors.credentials()) {
      Vary.add(headers, "origin");
    }
    if (preflight) {
      Vary.add(headers, "access-control-request-method");
      Vary.add(headers, "access-control-request-headers");
    }
    String origin = exchange.header(HttpHeaderNames.ORIGIN);
    if (origin == null || !cors.origins().contains(origin)) {
      return;
    }
    headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, same ? Cors.ANY : origin);
    if (cors.credentials()) {
      headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
    }
    if (exposed != null && !preflight) {
      headers.set(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
    }
  }

  @Override
  public String describe() {
    return "cors for " + String.join(", ", cors.origins().allowed());
  }
}
