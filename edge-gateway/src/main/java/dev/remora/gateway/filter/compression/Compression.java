package dev.remora.gateway.filter.compression;

import dev.remora.core.config.Type;
import dev.remora.core.config.Types;
import dev.remora.gateway.config.GatewayTypes;
import dev.remora.gateway.config.Section;
import dev.remora.gateway.exchange.Filter;
import dev.remora.gateway.plan.FilterPlan;
import dev.remora.gateway.plan.FilterType;
import dev.remora.gateway.plan.Parts;
import java.util.List;
import java.util.Locale;

/**
 * Which responses are compressed. Off unless it is set: what is secret and what an attacker chooses
 * must not be compressed together (BREACH), and only the operator knows where they are.
 *
 * @param types of content, in lower case; {@code text/*}, {@code *}{@code /*+json}
 * @param minSize bytes of a body whose length is known
 * @param level of gzip, 1 to 9
 */
public record Compression(List<String> types, long minSize, int level) implements FilterPlan {
  /** What is text, and is not compressed already. */
  private static final List<String> TEXTS =
      List.of(
          "text/*",
          "application/json",
          "application/javascript",
          "application/xml",
          "application/wasm",
          "*/*+json",
          "*/*+xml");

  /** Below it the packet is one anyway (Envoy has 30 bytes, nginx 20, Apache none). */
  private static final long ONE_PACKET = 1 << 10;

  private static final int LEVEL = 4;

  private static final Type<String> MEDIA_TYPE =
      new Type<String>("types such as text/*, application/json, */*+json") {
        @Override
        public String parse(String text) {
          if (!text.matches("(\\*|[A-Za-z0-9.+-]+)/(\\*(\\+[A-Za-z0-9.-]+)?|[A-Za-z0-9.+-]+)")) {
            throw new BadValue("is no type");
          }
          return text.toLowerCase(Locale.ROOT);
        }
      };

  /** {@code compression: {types: [application/json], min-size: 1KiB, level: 4}}. */
  public static final FilterType TYPE =
      new FilterType() {
        @Override
        public String key() {
          return "compression";
        }

        @Override
        public FilterPlan read(Section route) {
          return route.optional(key(), Compression::read);
        }
      };

  private static Compression read(Section compression) {
    List<String> types = compression.values("types", MEDIA_TYPE);
    return new Compression(
        types.isEmpty() ? TEXTS : types,
        compression.value("min-size", GatewayTypes.size(0, 1 << 30), ONE_PACKET),
        compression.value("level", Types.count(1, 9), LEVEL));
  }

  @Override
  public Filter build(String route, Parts parts) {
    return new CompressionFilter(this);
  }

  /** Whether content of {@code type}, as {@code Content-Type} has it, is compressed. */
  boolean isOf(String type) {
    int semicolon = type.indexOf(';');
    String media = (semicolon < 0 ? type : type.substring(0, semicolon)).trim();
    String lower = media.toLowerCase(Locale.ROOT);
    for (int i = 0; i < types.size(); i++) {
      if (matches(types.get(i), lower)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(String pattern, String type) {
    int star = pattern.indexOf("/*");
    if (star < 0) {
      return pattern.equals(type);
    }
    String before = pattern.substring(0, star + 1);
    return (before.equals("*/") ? type.indexOf('/') > 0 : type.startsWith(before))
        && type.endsWith(pattern.substring(star + 2));
  }
}
