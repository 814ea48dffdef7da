package dev.remora.gateway.exchange;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Why a request gets no response of a service: {@code application/problem+json} (RFC 9457), with
 * the request's id and trace, or the same as a page or as plain text where the client likes that
 * better. Says what a client may know, and nothing of what is inside. Immutable.
 */
public final class Problem implements Reply {
  /**
   * What the type of a problem begins with; its code follows. A {@code tag} (RFC 4151), as RFC 9457
   * wants it for types that lead nowhere: the list of all is in docs/gateway/errors.md.
   */
  public static final String TYPES = "tag:remora.dev,2026:problem:";

  private final int status;
  private final String code;
  private final String detail;
  private final String type;
  private final List<String> headers;
  private final Map<String, JsonElement> members;

  private Problem(
      int status,
      String code,
      String detail,
      String type,
      List<String> headers,
      Map<String, JsonElement> members) {
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.type = type;
    this.headers = headers;
    this.members = members;
  }

  /**
   * A problem. Status and code are written where they are declared, as the list of all problems is
   * checked against the sources.
   *
   * @param code what it is, in words joined by hyphens: the same for all of its kind, for logs and
   *     metrics
   * @param detail one sentence for the client's developer
   */
  public static Problem of(int status, String code, String detail) {
    // Some statuses may be kept by any cache unless it is told otherwise (RFC 9110, section 15.1).
    List<String> headers = List.of("cache-control", "no-store");
    return new Problem(status, code, detail, TYPES + code, headers, Map.of());
  }

  /** The same with another header. */
  public Problem header(String name, String value) {
    List<String> more = new ArrayList<>(headers);
    more.add(name);
    more.add(value);
    return new Problem(status, code, detail, type, List.copyOf(more), members);
  }

  /** The same under a type that others have declared. */
  public Problem type(String uri) {
    return new Problem(status, code, detail, uri, headers, members);
  }

  /** The same with another member of the JSON object. */
  public Problem member(String name, JsonElement value) {
    Map<String, JsonElement> more = new TreeMap<>(members);
    more.put(name, value);
    return new Problem(status, code, detail, type, headers, more);
  }

  @Override
  public int status() {
    return status;
  }

  /** What it is, in words joined by hyphens. */
  public String code() {
    return code;
  }

  /** What it is, in words: the same for all of its kind. */
  public String title() {
    return Character.toUpperCase(code.charAt(0)) + code.substring(1).replace('-', ' ');
  }

  /** One sentence. */
  public String detail() {
    return detail;
  }

  @Override
  public List<String> headers() {
    return headers;
  }

  @Override
  public List<String> headers(Exchange exchange) {
    List<String> all = new ArrayList<>(headers.size() + 2);
    all.add("content-type");
    all.add(ProblemForm.of(exchange).contentType());
    all.addAll(headers);
    return all;
  }

  @Override
  public Buffer body(Exchange exchange) {
    return Buffer.buffer(ProblemForm.of(exchange).write(this, exchange));
  }

  /** As RFC 9457 has it; {@code code}, {@code request_id} and {@code trace_id} are extensions. */
  String json(Exchange exchange) {
    JsonObject body = new JsonObject();
    body.addProperty("type", type);
    body.addProperty("title", title());
    body.addProperty("status", status);
    body.addProperty("code", code);
    body.addProperty("detail", detail);
    members.forEach(body::add);
    body.addProperty("request_id", exchange.id());
    String trace = exchange.traceId();
    if (trace != null) {
      body.addProperty("trace_id", trace);
    }
    return body.toString();
  }

  @Override
  public String toString() {
    return status + " " + code;
  }
}
