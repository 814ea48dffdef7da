package dev.remora.gateway.life;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.gateway.TestGateway;
import dev.remora.gateway.testing.ScriptedOrigin;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Clients of HTTP/2 while the gateway ends. */
class Http2DrainTest {
  @Test
  void areToldToGoAndGetWhatIsUnderWay() throws Exception {
    CompletableFuture<Void> asked = new CompletableFuture<>();
    Vertx vertx = Vertx.vertx();
    try (ScriptedOrigin origin =
            new ScriptedOrigin(
                (in, out, self) -> {
                  while (self.readRequest(in) != null) {
                    asked.complete(null);
                    try {
                      Thread.sleep(700);
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                    out.write(
                        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
                            .getBytes(StandardCharsets.ISO_8859_1));
                    out.flush();
                  }
                });
        TestGateway gateway =
            TestGateway.over("orders", origin.port())
                .start(
                    """
                    listeners: [{address: 127.0.0.1, port: 0, protocols: [h2c]}]
                    expose: [orders]
                    drain: 0s
                    drain-timeout: 10s
                    """)) {
      HttpClientConnection connection =
          vertx
              .createHttpClient(
                  new HttpClientOptions()
                      .setProtocolVersion(HttpVersion.HTTP_2)
                      .setHttp2ClearTextUpgrade(false))
              .connect(new HttpConnectOptions().setHost("127.0.0.1").setPort(gateway.port()))
              .toCompletionStage()
              .toCompletableFuture()
              .get(5, TimeUnit.SECONDS);
      CompletableFuture<Long> away = new CompletableFuture<>();
      connection.goAwayHandler(told -> away.complete(System.nanoTime()));
      CompletableFuture<Integer> answer =
          connection
              .request(new RequestOptions().setMethod(HttpMethod.GET).setURI("/orders/"))
              .compose(request -> request.send())
              .compose(response -> response.body().map(body -> response.statusCode()))
              .toCompletionStage()
              .toCompletableFuture();
      CompletableFuture<Long> answered = answer.thenApply(status -> System.nanoTime());
      asked.get(5, TimeUnit.SECONDS);

      assertThat(gateway.drain()).isZero();
      assertThat(answer.get(1, TimeUnit.SECONDS)).isEqualTo(200);
      assertThat(away.get(1, TimeUnit.SECONDS)).isLessThan(answered.get());
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }
  }
}
