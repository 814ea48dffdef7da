package dev.remora.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.bootstrap.Current;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.nio.client.CloseableHttpAsyncClient;
import org.apache.http.impl.nio.client.HttpAsyncClients;
import org.junit.jupiter.api.Test;

/**
 * What asynchronous Apache clients do later and on threads of their own belongs to what the thread
 * served that called them: redirects, to the same service and to another one.
 */
class ApacheAsyncContextTest {
  @Test
  void redirectsOfVersion4BelongToTheCaller() throws Exception {
    try (CloseableHttpAsyncClient client = HttpAsyncClients.createDefault()) {
      client.start();
      redirected(
          url -> {
            HttpGet get = new HttpGet(url);
            int status =
                client.execute(get, null).get(20, TimeUnit.SECONDS).getStatusLine().getStatusCode();
            assertThat(get.getAllHeaders()).isEmpty();
            return status;
          });
    }
  }

  @Test
  void redirectsOfVersion5BelongToTheCaller() throws Exception {
    try (var client = org.apache.hc.client5.http.impl.async.HttpAsyncClients.createDefault()) {
      client.start();
      redirected(
          url -> {
            SimpleHttpRequest get = SimpleRequestBuilder.get(url).build();
            int status = client.execute(get, null).get(20, TimeUnit.SECONDS).getCode();
            assertThat(get.getHeaders()).isEmpty();
            return status;
          });
    }
  }

  private interface Getting {
    int get(String url) throws Exception;
  }

  private static void redirected(Getting getting) throws Exception {
    try (OkHttpServers servers = new OkHttpServers()) {
      OkHttpServers.Server there = servers.start();
      OkHttpServers.Server here =
          servers.start(
              null,
              request ->
                  new MockResponse.Builder()
                      .code(302)
                      .setHeader(
                          "Location",
                          request.getTarget().equals("/") ? "/again" : "http://there-served/")
                      .build());
      Object before = Current.set("one request");
      try (OwnRouter router =
          new OwnRouter(Map.of("here-served", here.address(), "there-served", there.address()))) {
        assertThat(getting.get("http://here-served/")).isEqualTo(200);
        Current.set("another");
        assertThat(getting.get("http://there-served/")).isEqualTo(200);

        assertThat(router.served())
            .containsExactly("one request", "one request", "one request", "another");
      } finally {
        Current.set(before);
      }
      assertThat(here.requests())
          .allSatisfy(
              request -> {
                assertThat(request.getHeaders().values("traceparent"))
                    .containsExactly("of here-served");
                assertThat(request.getHeaders().values("User-Agent")).containsExactly("own");
              });
      assertThat(there.requests())
          .allSatisfy(
              request ->
                  assertThat(request.getHeaders().values("traceparent"))
                      .containsExactly("of there-served"));
    }
  }
}
