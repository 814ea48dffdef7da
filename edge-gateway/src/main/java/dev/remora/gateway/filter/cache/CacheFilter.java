package dev.remora.gateway.filter.cache;

import dev.remora.gateway.exchange.BodyStep;
import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.Filter;
import dev.remora.gateway.exchange.FixedReply;
import dev.remora.gateway.exchange.Problem;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** Answers from what is kept, and keeps what may be. */
final class CacheFilter implements Filter {
  private static final Problem NOT_CACHED =
      Problem.of(504, "not-cached", "The response is not kept, and only that was asked for.");

  private static final String STATUS = "cache-status";
  private static final String NAME = "remora";

  private final String route;
  private final Store store;
  private final long maxObject;

  /**
   * What is known of a request when its response comes.
   *
   * @param stale what was kept and is asked about again; or null
   * @param why it was forwarded, in the words of RFC 9211
   */
  private record Look(String key, Stored stale, String why) {}

  CacheFilter(String route, Store store, long maxObject) {
    this.route = route;
    this.store = store;
    this.maxObject = maxObject;
  }

  private String key(Exchange exchange) {
    return route + ' ' + exchange.client().scheme() + "://" + exchange.host() + exchange.target();
  }

  @Override
  public boolean request(Exchange exchange) {
    String method = exchange.method();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      if (!method.equals("OPTIONS") && !method.equals("TRACE")) {
        exchange.note(this, new Look(key(exchange), null, "method"));
      }
      return true;
    }
    MultiMap headers = exchange.request().headers();
    CacheControl asked = CacheControl.of(headers);
    if (asked.has("no-store")
        || headers.contains(HttpHeaderNames.RANGE)
        || headers.contains(HttpHeaderNames.UPGRADE)) {
      return true;
    }
    String key = key(exchange);
    Stored stored = store.find(key, headers);
    if (stored != null && !isPersonalOnly(exchange, stored) && isEnough(stored, asked, headers)) {
      exchange.reply(reply(stored, headers, NAME + "; hit; ttl=" + stored.left()));
      return false;
    }
    if (asked.has("only-if-cached")) {
      exchange.reply(NOT_CACHED);
      return false;
    }
    boolean asks = stored != null && method.equals("GET") && ask(exchange, stored, headers);
    String why = stored == null ? "uri-miss" : stored.isFresh() ? "request" : "stale";
    exchange.note(this, new Look(key, asks ? stored : null, why));
    return true;
  }

  /** What is kept may be given to anyone: that was seen to when it was stored. */
  private static boolean isPersonalOnly(Exchange exchange, Stored stored) {
    return isPersonal(exchange) && !isForAll(stored);
  }

  private static boolean isForAll(Stored stored) {
    String control = stored.header("cache-control");
    return control != null
        && (control.contains("public")
            || control.contains("s-maxage")
            || control.contains("must-revalidate"));
  }

  /** Whether the request says who makes it. */
  private static boolean isPersonal(Exchange exchange) {
    return exchange.identity() != null
        || exchange.header(HttpHeaderNames.AUTHORIZATION) != null
        || exchange.header(HttpHeaderNames.COOKIE) != null;
  }

  private static boolean isEnough(Stored stored, CacheControl asked, MultiMap headers) {
    boolean pragma =
        !headers.contains(HttpHeaderNames.CACHE_CONTROL)
            && "no-cache".equalsIgnoreCase(headers.get(HttpHeaderNames.PRAGMA));
    long maxAge = asked.seconds("max-age");
    return stored.isFresh()
        && !pragma
        && !asked.has("no-cache")
        && (maxAge < 0 || stored.age() <= maxAge)
        && stored.left() >= asked.seconds("min-fresh");
  }

  /** Asks the service whether what is kept is still right, unless the client asks itself. */
  private static boolean ask(Exchange exchange, Stored stored, MultiMap headers) {
    String tag = stored.header("etag");
    String changed = stored.header("last-modified");
    if ((tag == null && changed == null)
        || headers.contains(HttpHeaderNames.IF_NONE_MATCH)
        || headers.contains(HttpHeaderNames.IF_MODIFIED_SINCE)) {
      return false;
    }
    MultiMap outgoing = exchange.outgoing().headers();
    if (tag != null) {
      outgoing.set(HttpHeaderNames.IF_NONE_MATCH, tag);
    }
    if (changed != null) {
      outgoing.set(HttpHeaderNames.IF_MODIFIED_SINCE, changed);
    }
    return true;
  }

  private static FixedReply reply(Stored stored, MultiMap request, String status) {
    List<String> headers = new ArrayList<>(stored.headers);
    headers.add("age");
    headers.add(Long.toString(stored.age()));
    headers.add(STATUS);
    headers.add(status);
    boolean known = stored.status == 200 && stored.isKnownTo(request);
    return new FixedReply(known ? 304 : stored.status, headers, known ? null : stored.body);
  }

  @Override
  public void response(Exchange exchange) {
    if (exchange.isReplied() || !(exchange.note(this) instanceof Look look)) {
      return;
    }
    int status = exchange.status();
    MultiMap headers = exchange.responseHeaders();
    if (look.why.equals("method")) {
      if (status >= 200 && status < 400) {
        store.remove(look.key);
      }
      return;
    }
    Stored stale = look.stale;
    String forwarded = NAME + "; fwd=" + look.why + "; fwd-status=" + status;
    MultiMap request = exchange.request().headers();
    if (stale != null && status == 304) {
      Stored again = refreshed(stale, headers, request);
      store.put(look.key, again);
      exchange.reply(reply(again, request, forwarded + "; stored"));
      return;
    }
    if (stale != null && status >= 500 && stale.mayReplaceErrors()) {
      exchange.reply(reply(stale, request, forwarded + "; detail=stale-if-error"));
      return;
    }
    boolean stores = exchange.method().equals("GET") && isStorable(exchange, headers);
    if (stores) {
      List<String> vary = Stored.vary(headers, request);
      MultiMap kept = MultiMap.caseInsensitiveMultiMap().addAll(headers);
      exchange.responseStep(new Keep(look.key, status, kept, vary));
    }
    headers.set(STATUS, stores ? forwarded + "; stored" : forwarded);
  }

  /** With what the service says now in place of what it said (RFC 9111, section 3.2). */
  private static Stored refreshed(Stored stale, MultiMap now, MultiMap request) {
    MultiMap merged = MultiMap.caseInsensitiveMultiMap();
    for (int i = 0; i < stale.headers.size(); i += 2) {
      if (!now.contains(stale.headers.get(i))) {
        merged.add(stale.headers.get(i), stale.headers.get(i + 1));
      }
    }
    merged.addAll(now);
    return new Stored(
        stale.status, merged, stale.body, Stored.vary(merged, request), CacheControl.of(merged));
  }

  private boolean isStorable(Exchange exchange, MultiMap headers) {
    CacheControl control = CacheControl.of(headers);
    String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
    boolean fits = length == null || (length.length() < 10 && Long.parseLong(length) <= maxObject);
    return fits
        && Freshness.isStorable(exchange.status(), control, headers, isPersonal(exchange))
        && Freshness.lifetime(control, headers) > Freshness.age(headers);
  }

  @Override
  public String describe() {
    return "cache";
  }

  /** Keeps a body that is complete. */
  private final class Keep implements BodyStep {
    private final String key;
    private final int status;
    private final MultiMap headers;
    private final List<String> vary;
    private Buffer body = Buffer.buffer();

    Keep(String key, int status, MultiMap headers, List<String> vary) {
      this.key = key;
      this.status = status;
      this.headers = headers;
      this.vary = vary;
    }

    @Override
    public Buffer data(Buffer piece) {
      if (body != null) {
        body = body.length() + piece.length() > maxObject ? null : body.appendBuffer(piece);
      }
      return piece;
    }

    @Override
    public Buffer end() {
      if (body != null) {
        store.put(key, new Stored(status, headers, body, vary, CacheControl.of(headers)));
      }
      return null;
    }
  }
}
