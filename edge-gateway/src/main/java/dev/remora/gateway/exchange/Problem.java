package dev.remora.gateway.exchange;

import com.google.gson.JsonObject;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Why a request gets no response of a service: {@code application/problem+json} (RFC 9457), with
 * the request's id and trace. Says what a client may know, and nothing of what is inside.
 * Immutable.
 */
public final class Problem implements Reply {
  private static final String TYPE = "application/problem+json";

  private final int status;
  private final String code;
  private final String detail;
  private final List<String> headers;

  private Problem(int status, String code, String detail, List<String> headers) {
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.headers = headers;
  }

  /**
   * A problem.
   *
   * @param code what it is, in words joined by hyphens: the same for all of its kind, for logs and
   *     metrics
   * @param detail one sentence for the client's developer
   */
  public static Problem of(int status, String code, String detail) {
    return new Problem(status, code, detail, List.of("content-type", TYPE));
  }

  /** The same with another header. */
  public Problem header(String name, String value) {
    List<String> more = new ArrayList<>(headers);
    more.add(name);
    more.add(value);
    return new Problem(status, code, detail, List.copyOf(more));
  }

  @Override
  public int status() {
    return status;
  }

  /** What it is, in words joined by hyphens. */
  public String code() {
    return code;
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
  public Buffer body(Exchange exchange) {
    JsonObject body = new JsonObject();
    body.addProperty("type", "about:blank");
    body.addProperty("title", HttpResponseStatus.valueOf(status).reasonPhrase());
    body.addProperty("status", status);
    body.addProperty("code", code);
    body.addProperty("detail", detail);
    body.addProperty("request_id", exchange.id());
    String trace = exchange.traceId();
    if (trace != null) {
      body.addProperty("trace_id", trace);
    }
    return Buffer.buffer(body.toString());
  }

  @Override
  public String toString() {
    return status + " " + code;
  }
}
