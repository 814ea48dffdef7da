package dev.remora.gateway.log;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.remora.core.config.Percent;
import dev.remora.core.config.Type;
import dev.remora.core.config.Types;
import dev.remora.gateway.config.GatewayTypes;
import dev.remora.gateway.config.Section;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * How exchanges are logged. Immutable; the same settings are equal.
 *
 * @param to {@code stdout}, the path of a file, or null: they are not
 * @param rotation of a file
 * @param sample the share that is logged of those that neither failed nor were slow, 0 to 1
 * @param slow from when on one is slow, and always logged
 * @param query names of the query parameters whose values are logged
 * @param requestHeaders names in lower case, beside user agent and referrer
 * @param responseHeaders names in lower case
 * @param redact regular expressions: what they find in a value is not logged
 */
public record AccessLogConfig(
    String to,
    Rotation rotation,
    double sample,
    Duration slow,
    List<String> query,
    List<String> requestHeaders,
    List<String> responseHeaders,
    List<String> redact) {
  static final String STDOUT = "stdout";

  /** What proves who somebody is, by whatever name it is known. */
  private static final List<String> SECRET_PARTS =
      List.of("authorization", "cookie", "token", "secret", "password", "credential", "api-key");

  private static final Set<String> SECRETS = Set.of("apikey", "x-apikey", "x-auth", "x-signature");

  private static final Type<String> OPEN_HEADER =
      new Type<>("names of headers that carry no secret") {
        @Override
        public String parse(String text) {
          String name = GatewayTypes.HEADER.parse(text);
          if (SECRETS.contains(name) || SECRET_PARTS.stream().anyMatch(name::contains)) {
            throw new BadValue("carries secrets, which are never logged");
          }
          return name;
        }
      };

  private static final Type<String> REGEX =
      new Type<>("regular expressions of RE2 that match no empty text") {
        @Override
        public String parse(String text) {
          try {
            if (Pattern.compile(text).matcher("").find()) {
              throw new BadValue("matches an empty text");
            }
            return text;
          } catch (PatternSyntaxException e) {
            throw new BadValue("is no regular expression: " + e.getDescription());
          }
        }
      };

  /** The settings {@code access-log}. */
  public static AccessLogConfig read(Section log) {
    String to = log.value("to", Types.TEXT, null);
    AccessLogConfig read =
        new AccessLogConfig(
            to,
            Rotation.read(log.section("rotate")),
            share(log.value("sample", Types.PERCENT, null)),
            log.value("slow", Types.duration("1ms", "1h"), Duration.ofSeconds(1)),
            log.values("query", Types.TEXT),
            log.values("request-headers", OPEN_HEADER),
            log.values("response-headers", OPEN_HEADER),
            log.values("redact", REGEX));
    if (to == null && !log.keys().isEmpty()) {
      log.problem("to", "is missing; allowed: " + STDOUT + ", or the path of a file");
    }
    if (STDOUT.equals(to) && log.has("rotate")) {
      log.problem("rotate", "stdout is not rotated; allowed: with a file only");
    }
    return read;
  }

  private static double share(Percent percent) {
    return percent == null ? 1 : percent.share();
  }
}
