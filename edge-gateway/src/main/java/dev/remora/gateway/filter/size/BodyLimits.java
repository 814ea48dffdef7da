package dev.remora.gateway.filter.size;

import dev.remora.core.config.Type;
import dev.remora.gateway.config.GatewayTypes;
import dev.remora.gateway.config.Section;
import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.Filter;
import dev.remora.gateway.exchange.Problem;
import dev.remora.gateway.http2.Http2Streams;
import dev.remora.gateway.plan.FilterPlan;
import dev.remora.gateway.plan.FilterType;
import dev.remora.gateway.plan.Parts;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;

/**
 * How long the bodies of requests and responses may be, whether they say so or not.
 *
 * @param request bytes; {@link Long#MAX_VALUE}: any
 * @param response bytes; {@link Long#MAX_VALUE}: any
 */
public record BodyLimits(long request, long response) implements FilterPlan, Filter {
  private static final long NONE = Long.MAX_VALUE;

  /**
   * That of requests where nothing is set. Bodies take no memory of the gateway's, so this is for
   * the services, many of which take them into theirs: as Amazon's API Gateway has it; nginx allows
   * 1 MiB.
   */
  private static final long DEFAULT = 10 << 20;

  private static final Problem TOO_LARGE =
      Problem.of(413, "body-too-large", "The body is longer than what is accepted here.");
  private static final Problem RESPONSE_TOO_LARGE =
      Problem.of(502, "response-too-large", "The response is longer than what is handed on.");

  /** {@code body-limits: {request: 1MiB, response: none}}. */
  public static final FilterType TYPE =
      new FilterType() {
        @Override
        public String key() {
          return "body-limits";
        }

        @Override
        public FilterPlan read(Section route) {
          return route.optional(key(), BodyLimits::read);
        }

        @Override
        public FilterPlan byDefault() {
          return new BodyLimits(DEFAULT, NONE);
        }
      };

  private static BodyLimits read(Section limits) {
    Type<Long> size = GatewayTypes.size(0, 1L << 40);
    Type<Long> type =
        new Type<Long>(size.allowed() + ", or none") {
          @Override
          public Long parse(String text) {
            return text.equals("none") ? (Long) NONE : size.parse(text);
          }
        };
    return new BodyLimits(
        limits.value("request", type, DEFAULT), limits.value("response", type, NONE));
  }

  @Override
  public Filter build(String route, Parts parts) {
    return this;
  }

  @Override
  public boolean request(Exchange exchange) {
    if (request == NONE) {
      return true;
    }
    String length = exchange.header(HttpHeaderNames.CONTENT_LENGTH);
    if (length != null) {
      if (parsed(length) <= request) {
        return true;
      }
      exchange.reply(TOO_LARGE);
      return false;
    }
    boolean bodiless =
        exchange.request().version() == HttpVersion.HTTP_2
            ? Http2Streams.endsWithHead(exchange.request())
            : exchange.header(HttpHeaderNames.TRANSFER_ENCODING) == null;
    if (!bodiless) {
      exchange.requestStep(new Counted(request, () -> exchange.reply(TOO_LARGE)));
    }
    return true;
  }

  /** Too long a number is too long a body. */
  private static long parsed(String length) {
    try {
      return Long.parseLong(length.trim());
    } catch (NumberFormatException e) {
      return NONE;
    }
  }

  @Override
  public void response(Exchange exchange) {
    boolean bodiless =
        exchange.request().method().equals(HttpMethod.HEAD) || exchange.status() == 304;
    if (response == NONE || exchange.isReplied() || bodiless) {
      return;
    }
    String length = exchange.responseHeaders().get(HttpHeaderNames.CONTENT_LENGTH);
    if (length == null) {
      exchange.responseStep(new Counted(response, () -> exchange.abort(RESPONSE_TOO_LARGE, null)));
    } else if (parsed(length) > response) {
      exchange.reply(RESPONSE_TOO_LARGE);
    }
  }

  @Override
  public String describe() {
    return "body-limits request " + spelled(request) + ", response " + spelled(response);
  }

  private static String spelled(long limit) {
    return limit == NONE ? "none" : limit + "B";
  }
}
