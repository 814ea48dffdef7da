package dev.remora.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.junit.jupiter.api.Test;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/** RestClient over Apache HttpClient 5 is routed, since that is. */
class RestClientTest {
  @Test
  void callsAServiceByItsName() throws Exception {
    try (OkHttpServers servers = new OkHttpServers();
        CloseableHttpClient http = HttpClients.createDefault()) {
      OkHttpServers.Server one = servers.start(null, request -> OkHttpServers.text("one"));
      OkHttpServers.Server two = servers.start(null, request -> OkHttpServers.text("two"));
      Endpoints.register("client-orders", one.address(), two.address(), OkHttpServers.dead());
      RestClient client =
          RestClient.builder()
              .requestFactory(new HttpComponentsClientHttpRequestFactory(http))
              .baseUrl("http://client-orders/v1")
              .build();

      for (int i = 0; i < 6; i++) {
        assertThat(client.get().uri("/items/{id}", i).retrieve().body(String.class))
            .isIn("one", "two");
        assertThat(client.post().uri("/items").body("item").retrieve().body(String.class))
            .isIn("one", "two");
      }

      assertThat(one.requests()).isNotEmpty();
      assertThat(two.requests()).isNotEmpty();
      assertThat(one.hosts()).containsExactly("client-orders");
    }
  }
}
