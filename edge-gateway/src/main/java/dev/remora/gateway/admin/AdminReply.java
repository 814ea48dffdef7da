package dev.remora.gateway.admin;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What the admin server answers.
 *
 * @param status 200 to 599
 * @param headers names and values in turn, {@code content-type} among them; they win over those
 *     that all answers have
 */
public record AdminReply(int status, List<String> headers, Buffer body) {
  /** Null values are left out; printed for people too. */
  private static final Gson JSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  /** 200 with JSON. */
  public static AdminReply json(JsonElement value) {
    return of(200, "application/json", JSON.toJson(value) + "\n");
  }

  /** JSON with another status. */
  public static AdminReply json(int status, JsonElement value) {
    return of(status, "application/json", JSON.toJson(value) + "\n");
  }

  /** A body of text, in UTF-8. */
  public static AdminReply of(int status, String contentType, String body) {
    return new AdminReply(status, List.of("content-type", contentType), Buffer.buffer(body));
  }

  /** Why there is no other answer (RFC 9457). */
  public static AdminReply problem(int status, String code, String detail) {
    JsonObject problem = new JsonObject();
    problem.addProperty("type", "about:blank");
    problem.addProperty("title", HttpResponseStatus.valueOf(status).reasonPhrase());
    problem.addProperty("status", status);
    problem.addProperty("code", code);
    problem.addProperty("detail", detail);
    return of(status, "application/problem+json", JSON.toJson(problem) + "\n");
  }

  /** The same with another header. */
  public AdminReply header(String name, String value) {
    List<String> more = new ArrayList<>(headers);
    more.add(name);
    more.add(value);
    return new AdminReply(status, List.copyOf(more), body);
  }
}
