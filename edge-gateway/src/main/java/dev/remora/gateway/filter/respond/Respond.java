package dev.remora.gateway.filter.respond;

import dev.remora.core.config.Type;
import dev.remora.core.config.Types;
import dev.remora.core.config.YamlNode;
import dev.remora.gateway.config.Section;
import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.Filter;
import dev.remora.gateway.exchange.FixedReply;
import dev.remora.gateway.plan.FilterPlan;
import dev.remora.gateway.plan.FilterType;
import dev.remora.gateway.plan.Parts;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * Answers all requests in the same way.
 *
 * @param body null: none
 */
public record Respond(int status, String contentType, String body) implements FilterPlan {
  private static final Type<Integer> STATUS = Types.count(200, 599);

  /** Of several lines too. */
  private static final Type<String> BODY =
      new Type<String>("text") {
        @Override
        public String parse(String text) {
          return text;
        }
      };

  /** {@code respond: 204}, or {@code respond: {status: 503, body: Back soon}}. */
  public static final FilterType TYPE =
      new FilterType() {
        @Override
        public String key() {
          return "respond";
        }

        @Override
        public FilterPlan read(Section route) {
          YamlNode node = route.node(key());
          if (node.text() != null) {
            Integer status = route.value(key(), STATUS, null);
            return status == null ? null : new Respond(status, null, null);
          }
          return route.optional(key(), Respond::read);
        }
      };

  private static Respond read(Section respond) {
    int status = respond.value("status", STATUS, 200);
    String body = respond.value("body", BODY, null);
    String type = respond.value("content-type", Types.TEXT, "text/plain; charset=utf-8");
    if (body != null && (status == 204 || status == 205 || status == 304)) {
      respond.problem("body", "is not sent with " + status + "; allowed: with other statuses");
      return null;
    }
    return new Respond(status, type, body);
  }

  @Override
  public boolean answers() {
    return true;
  }

  @Override
  public Filter build(String route, Parts parts) {
    List<String> headers = body == null ? List.of() : List.of("content-type", contentType);
    FixedReply reply = new FixedReply(status, headers, body == null ? null : Buffer.buffer(body));
    return new Filter() {
      @Override
      public boolean request(Exchange exchange) {
        exchange.reply(reply);
        return false;
      }

      @Override
      public String describe() {
        return "respond " + status;
      }
    };
  }
}
