package dev.remora.core.testing;

import dev.remora.core.routing.Context;
import dev.remora.core.routing.RequestInfo;
import java.util.Locale;
import java.util.Map;

/**
 * A request as a client tells of it.
 *
 * @param headers by their names in lower case
 * @param context null: no request is being served
 */
public record SentRequest(
    String method,
    String target,
    Map<String, String> headers,
    boolean isRepeatable,
    boolean isSecure,
    Context context)
    implements RequestInfo {
  /** A GET of {@code /}, without TLS. */
  public static final SentRequest GET = new SentRequest("GET", "/", Map.of(), true, false, null);

  /** The same, over TLS. */
  public static final SentRequest SECURE_GET =
      new SentRequest("GET", "/", Map.of(), true, true, null);

  /** The same with one header, and no other. */
  public SentRequest with(String name, String value) {
    Map<String, String> one = Map.of(name.toLowerCase(Locale.ROOT), value);
    return new SentRequest(method, target, one, isRepeatable, isSecure, context);
  }

  /** The same for another path and query. */
  public SentRequest to(String other) {
    return new SentRequest(method, other, headers, isRepeatable, isSecure, context);
  }

  /** The same, made while a request is served that came with {@code token}; null: with none. */
  public SentRequest servingToken(String token) {
    Context serving = new Context(null, null, null, token);
    return new SentRequest(method, target, headers, isRepeatable, isSecure, serving);
  }

  @Override
  public String header(String name) {
    return headers.get(name.toLowerCase(Locale.ROOT));
  }
}
