package dev.remora.core.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Consul's HTTP API, by the JDK's own client: nothing of the code under test. */
final class ConsulHttp {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String base;
  private final String token;

  /**
   * The API of the agent at that address and port.
   *
   * @param token null: without one
   */
  ConsulHttp(String address, int port, String token) {
    this.base = "http://" + address + ":" + port;
    this.token = token;
  }

  /** Puts {@code body} and expects success. */
  String put(String path, byte[] body) {
    return new String(succeed("PUT", path, body), UTF_8);
  }

  /** Gets what is there and expects success. */
  byte[] get(String path) {
    return succeed("GET", path, null);
  }

  private byte[] succeed(String method, String path, byte[] body) {
    HttpResponse<byte[]> answer = send(method, path, body);
    if (answer.statusCode() != 200) {
      throw new AssertionError(
          path + ": " + answer.statusCode() + " " + new String(answer.body(), UTF_8));
    }
    return answer.body();
  }

  /**
   * Sends one request.
   *
   * @param body null: none
   * @throws UncheckedIOException if there is no answer within 10 s
   */
  HttpResponse<byte[]> send(String method, String path, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(Duration.ofSeconds(10))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    if (token != null) {
      request.header("X-Consul-Token", token);
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
