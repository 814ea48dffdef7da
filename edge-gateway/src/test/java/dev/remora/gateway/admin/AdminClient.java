package dev.remora.gateway.admin;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.remora.gateway.TestGateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** An operator's tool: asks the admin server of a gateway, with its token. */
public final class AdminClient {
  private final HttpClient client = HttpClient.newHttpClient();
  private final String base;
  private final String token;

  /** Of a gateway that runs in this process. */
  public AdminClient(TestGateway gateway) {
    this(gateway.adminPort(), gateway.adminToken());
  }

  /** Of a gateway on this machine. */
  public AdminClient(int port, String token) {
    this.base = "http://127.0.0.1:" + port;
    this.token = token;
  }

  /** The JSON under {@code path}. */
  public JsonObject json(String path) {
    return JsonParser.parseString(get(path).body()).getAsJsonObject();
  }

  /** The answer to {@code GET}. */
  public HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(URI.create(base + path)));
  }

  /** The answer to {@code POST}. */
  public HttpResponse<String> post(String path, String body) {
    return send(
        HttpRequest.newBuilder(URI.create(base + path))
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      if (token != null) {
        request.header("authorization", "Bearer " + token);
      }
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
