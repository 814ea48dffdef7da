package dev.remora.it.gateway.observability;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** A client of all that speaks HTTP here. */
final class Http {
  private static final int FIRST_PORT = 20_000;
  private static final int LAST_PORT = 32_000;

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Http() {}

  static HttpResponse<String> get(String url, String... headers)
      throws IOException, InterruptedException {
    return send("GET", url, null, headers);
  }

  static HttpResponse<String> send(String method, String url, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(20))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** What is answered; null: nothing is, or nothing good. */
  static JsonElement jsonOrNull(String url) throws InterruptedException {
    try {
      HttpResponse<String> reply = get(url);
      return reply.statusCode() == 200 ? JsonParser.parseString(reply.body()) : null;
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * A port that nobody has, and nobody gets: those that clients get by themselves (Linux: 32768 and
   * above) come and go, and a program takes seconds to listen on its own.
   */
  static int freePort() throws IOException {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException e) {
        // Somebody has it: another one.
      }
    }
  }
}
