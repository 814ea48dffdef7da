package dev.remora.gateway.filter.cache;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** A response that is kept. Nobody changes it. */
final class Stored {
  private static final long SECOND = 1_000_000_000L;

  /** What a map's entry and the objects of one take, by and large. */
  private static final long OVERHEAD = 512;

  final int status;
  final List<String> headers;
  final Buffer body;

  /** Names of the request's headers that it depends on, and what they said, in turn. */
  final List<String> vary;

  private final long since = System.nanoTime();
  private final long ageBefore;
  private final long lifetime;

  /** Seconds for which it may be used after that where the service fails. */
  private final long staleIfError;

  /** Whether it was used since the store last looked. */
  volatile boolean used;

  /** Whether it is not to be found any more, but still takes room. */
  volatile boolean gone;

  Stored(int status, MultiMap from, Buffer body, List<String> vary, CacheControl control) {
    this.status = status;
    this.body = body;
    this.vary = vary;
    this.ageBefore = Freshness.age(from);
    this.lifetime = Freshness.lifetime(control, from);
    boolean strict = control.has("must-revalidate") || control.has("proxy-revalidate");
    this.staleIfError = strict ? -1 : control.seconds("stale-if-error");
    this.headers = new ArrayList<>();
    for (Map.Entry<String, String> header : from) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (!name.equals("age") && !name.equals("content-length") && !name.equals("cache-status")) {
        headers.add(name);
        headers.add(header.getValue());
      }
    }
  }

  /** What a request's headers say of those that a response depends on. */
  static List<String> vary(MultiMap response, MultiMap request) {
    List<String> vary = new ArrayList<>();
    for (String line : response.getAll(HttpHeaderNames.VARY)) {
      for (String name : line.split(",", -1)) {
        if (!name.isBlank()) {
          vary.add(name.trim().toLowerCase(Locale.ROOT));
          vary.add(said(request, name.trim()));
        }
      }
    }
    return List.copyOf(vary);
  }

  private static String said(MultiMap request, String name) {
    return String.join(",", request.getAll(name));
  }

  boolean isFor(MultiMap request) {
    for (int i = 0; i < vary.size(); i += 2) {
      if (!said(request, vary.get(i)).equals(vary.get(i + 1))) {
        return false;
      }
    }
    return true;
  }

  long age() {
    return ageBefore + (System.nanoTime() - since) / SECOND;
  }

  /** Seconds that it is fresh for; negative: it is not. */
  long left() {
    return lifetime - age();
  }

  boolean isFresh() {
    return left() > 0;
  }

  boolean mayReplaceErrors() {
    return staleIfError >= 0 && -left() <= staleIfError;
  }

  String header(String name) {
    for (int i = 0; i < headers.size(); i += 2) {
      if (headers.get(i).equals(name)) {
        return headers.get(i + 1);
      }
    }
    return null;
  }

  /** Whether a client has it already, by what it says (RFC 9110, section 13.2.2). */
  boolean isKnownTo(MultiMap request) {
    List<String> tags = request.getAll(HttpHeaderNames.IF_NONE_MATCH);
    String own = header("etag");
    if (!tags.isEmpty()) {
      for (String tag : String.join(",", tags).split(",", -1)) {
        if (tag.trim().equals("*") || (own != null && opaque(tag).equals(opaque(own)))) {
          return true;
        }
      }
      return false;
    }
    Instant asked = Freshness.date(request.get(HttpHeaderNames.IF_MODIFIED_SINCE));
    Instant changed = Freshness.date(header("last-modified"));
    return asked != null && changed != null && !changed.isAfter(asked);
  }

  private static String opaque(String tag) {
    String trimmed = tag.trim();
    return trimmed.startsWith("W/") ? trimmed.substring(2) : trimmed;
  }

  long bytes() {
    long bytes = OVERHEAD + body.length();
    for (String header : headers) {
      bytes += header.length();
    }
    return bytes;
  }

  boolean isSameVariant(Stored other) {
    return Objects.equals(vary, other.vary);
  }
}
