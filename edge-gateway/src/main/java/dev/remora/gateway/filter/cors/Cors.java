package dev.remora.gateway.filter.cors;

import dev.remora.core.config.Type;
import dev.remora.core.config.Types;
import dev.remora.gateway.config.GatewayTypes;
import dev.remora.gateway.config.Section;
import dev.remora.gateway.exchange.Filter;
import dev.remora.gateway.plan.FilterPlan;
import dev.remora.gateway.plan.FilterType;
import dev.remora.gateway.plan.Parts;
import java.time.Duration;
import java.util.List;

/**
 * Which pages may call a route, and how.
 *
 * @param methods {@code *}: all
 * @param headers that a page may set beside those that are always allowed; {@code *}: all
 * @param exposed that a page may read beside those that are always allowed
 * @param credentials whether cookies and the like may go along
 * @param maxAge how long a browser may keep the answer to its question
 */
public record Cors(
    Origins origins,
    List<String> methods,
    List<String> headers,
    List<String> exposed,
    boolean credentials,
    Duration maxAge)
    implements FilterPlan {
  static final String ANY = Origins.ANY;

  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

  /** {@code cors: {origins: [https://shop.example]}}. */
  public static final FilterType TYPE =
      new FilterType() {
        @Override
        public String key() {
          return "cors";
        }

        @Override
        public FilterPlan read(Section route) {
          return route.optional(key(), Cors::read);
        }
      };

  private static Cors read(Section cors) {
    List<String> origins = cors.values("origins", Origins.TYPE);
    List<String> methods = cors.values("methods", orAny(Types.METHOD));
    List<String> headers = cors.values("headers", orAny(GatewayTypes.HEADER));
    List<String> exposed = cors.values("expose-headers", orAny(GatewayTypes.HEADER));
    boolean credentials = cors.value("credentials", Types.FLAG, false);
    Duration maxAge = cors.value("max-age", Types.duration("0s", "24h"), TEN_MINUTES);
    boolean none = cors.has("origins") && List.of().equals(cors.node("origins").items());
    if (none) {
      cors.problem("origins", "names nobody; allowed: " + Origins.TYPE.allowed());
    } else if (!cors.has("origins")) {
      cors.required("origins", Origins.TYPE);
    }
    if (credentials && origins.contains(ANY)) {
      // Fetch, section 3.2.5: any page could act for whoever looks at it.
      cors.problem("credentials", "can't be with origins: *; allowed: with origins that are named");
    }
    if (credentials && exposed.contains(ANY)) {
      cors.problem("expose-headers", "* means nothing with credentials; allowed: names of headers");
    }
    return new Cors(
        new Origins(origins),
        methods.isEmpty() ? List.of("GET", "HEAD", "POST") : methods,
        cors.has("headers") ? headers : List.of("content-type"),
        exposed,
        credentials,
        maxAge);
  }

  private static Type<String> orAny(Type<String> type) {
    return new Type<String>(type.allowed() + ", or *") {
      @Override
      public String parse(String text) {
        return text.equals(ANY) ? text : type.parse(text);
      }
    };
  }

  @Override
  public Filter build(String route, Parts parts) {
    return new CorsFilter(this);
  }

  @Override
  public boolean takesPreflights() {
    return true;
  }
}
