package dev.remora.core.security.oauth2;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.remora.core.discovery.remote.Fault;
import dev.remora.core.security.JwtTimes;
import dev.remora.core.transport.Response;
import java.nio.charset.StandardCharsets;

/** What a token endpoint has answered (RFC 6749, section 5). */
final class TokenResponse {
  static final int LARGEST = 64 << 10;

  private static final int LARGEST_TOKEN = 16 << 10;
  private static final int DESCRIPTION = 200;
  private static final double LONGEST_SECONDS = 60L * 60 * 24 * 365;

  /** Of a token that neither the answer nor it itself gives a time: RFC 6749 leaves that open. */
  private static final long DEFAULT_MILLIS = 60_000;

  private final String token;
  private final long lifetimeNanos;

  private TokenResponse(String token, long lifetimeNanos) {
    this.token = token;
    this.lifetimeNanos = lifetimeNanos;
  }

  String token() {
    return token;
  }

  /** How long it is good for, from when it was asked for. */
  long lifetimeNanos() {
    return lifetimeNanos;
  }

  /**
   * Reads an answer.
   *
   * @throws Fault if it is no token that can be sent; without any of what could be one
   */
  static TokenResponse read(Response response) throws Fault {
    int status = response.status();
    JsonObject json = json(response);
    if (status != 200) {
      boolean passing = status == 429 || status >= 500;
      throw new Fault(
          passing ? Fault.Kind.TROUBLED : Fault.Kind.REFUSED,
          status,
          "it answers with " + status + error(status, json));
    }
    if (json == null) {
      throw unusable("no JSON object");
    }
    String type = string(json, "token_type");
    if (type == null || !type.equalsIgnoreCase("Bearer")) {
      throw unusable("a token that is not of type Bearer");
    }
    String token = string(json, "access_token");
    if (token == null || !isSendable(token)) {
      throw unusable("no access_token that can be sent");
    }
    return new TokenResponse(token, lifetimeNanos(json, token));
  }

  private static JsonObject json(Response response) {
    try {
      JsonElement json =
          JsonParser.parseString(new String(response.body(), StandardCharsets.UTF_8));
      return json.isJsonObject() ? json.getAsJsonObject() : null;
    } catch (JsonParseException e) {
      return null;
    }
  }

  private static Fault unusable(String what) {
    return new Fault(Fault.Kind.TROUBLED, 200, "it answers with " + what);
  }

  private static String error(int status, JsonObject json) {
    if (status / 100 == 3) {
      return ", and redirects are not followed";
    }
    String code = json == null ? null : string(json, "error");
    if (code == null) {
      return "";
    }
    String description = string(json, "error_description");
    return " " + legible(code) + (description == null ? "" : " (" + legible(description) + ")");
  }

  /** One line in which nothing is left that is long enough to be a secret. */
  private static String legible(String text) {
    String line = text.replaceAll("[^\\x20-\\x7E]+", " ").replaceAll("[^ ]{24,}", "...");
    return line.length() > DESCRIPTION ? line.substring(0, DESCRIPTION) : line;
  }

  private static String string(JsonObject json, String name) {
    JsonElement value = json.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : null;
  }

  private static boolean isSendable(String token) {
    for (int i = 0; i < token.length(); i++) {
      if (token.charAt(i) <= ' ' || token.charAt(i) > '~') {
        return false;
      }
    }
    return !token.isEmpty() && token.length() <= LARGEST_TOKEN;
  }

  private static long lifetimeNanos(JsonObject json, String token) throws Fault {
    JsonElement seconds = json.get("expires_in");
    if (seconds == null || seconds.isJsonNull()) {
      long millis = JwtTimes.leftMillis(token, System.currentTimeMillis());
      return (millis == JwtTimes.UNKNOWN ? DEFAULT_MILLIS : millis) * 1_000_000;
    }
    try {
      double value = seconds.isJsonPrimitive() ? seconds.getAsDouble() : Double.NaN;
      if (!Double.isNaN(value)) {
        return (long) (Math.max(0, Math.min(LONGEST_SECONDS, value)) * 1e9);
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw unusable("an expires_in that is no number");
  }
}
