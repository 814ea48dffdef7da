package dev.remora.gateway.filter.mirror;

import dev.remora.core.config.Percent;
import dev.remora.core.config.Types;
import dev.remora.gateway.config.GatewayTypes;
import dev.remora.gateway.config.Section;
import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.Filter;
import dev.remora.gateway.http2.Http2Streams;
import dev.remora.gateway.plan.FilterPlan;
import dev.remora.gateway.plan.FilterType;
import dev.remora.gateway.plan.Parts;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.http.HttpVersion;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Sends copies of requests to another service. The client and its service notice nothing of it: a
 * copy goes out once the request is complete, on connections of its own, and what comes back is
 * thrown away.
 *
 * @param service whom copies are sent to
 * @param share of requests that are copied, 0 to 1
 * @param maxBody bytes; requests with longer bodies are not copied
 */
public record Mirror(String service, double share, long maxBody) implements FilterPlan, Filter {
  private static final long DEFAULT_BODY = 64 << 10;
  private static final long LONGEST_BODY = 10 << 20;

  /** {@code mirror: {to: orders-next, share: 10%}}. */
  public static final FilterType TYPE =
      new FilterType() {
        @Override
        public String key() {
          return "mirror";
        }

        @Override
        public FilterPlan read(Section route) {
          return route.optional(key(), Mirror::read);
        }
      };

  private static Mirror read(Section mirror) {
    String service = mirror.required("to", GatewayTypes.SERVICE);
    Percent share = mirror.value("share", Types.PERCENT, Types.PERCENT.parse("100%"));
    long maxBody = mirror.value("max-body", GatewayTypes.size(0, LONGEST_BODY), DEFAULT_BODY);
    return service == null ? null : new Mirror(service, share.share(), maxBody);
  }

  @Override
  public Filter build(String route, Parts parts) {
    parts.watch(service);
    return this;
  }

  @Override
  public boolean request(Exchange exchange) {
    if (ThreadLocalRandom.current().nextDouble() >= share
        || exchange.header(HttpHeaderNames.UPGRADE) != null) {
      return true;
    }
    String length = exchange.header(HttpHeaderNames.CONTENT_LENGTH);
    boolean bodiless =
        exchange.request().version() == HttpVersion.HTTP_2
            ? Http2Streams.endsWithHead(exchange.request())
            : length == null && exchange.header(HttpHeaderNames.TRANSFER_ENCODING) == null;
    if (bodiless || "0".equals(length)) {
      exchange.mirror(service, null);
    } else if (length == null || (length.length() < 10 && Long.parseLong(length) <= maxBody)) {
      exchange.requestStep(new Collected(exchange, service, maxBody));
    }
    return true;
  }

  @Override
  public String describe() {
    return "mirror to " + service;
  }
}
