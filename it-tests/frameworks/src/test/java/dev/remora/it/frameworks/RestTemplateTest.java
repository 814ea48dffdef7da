package dev.remora.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.web.client.RestTemplate;

/** RestTemplate over its default, HttpURLConnection, is routed, since that is. */
class RestTemplateTest {
  @Test
  void callsAServiceByItsName() throws Exception {
    try (OkHttpServers servers = new OkHttpServers()) {
      OkHttpServers.Server one = servers.start(null, request -> OkHttpServers.text("one"));
      OkHttpServers.Server two = servers.start(null, request -> OkHttpServers.text("two"));
      Endpoints.register("template-orders", one.address(), two.address(), OkHttpServers.dead());
      RestTemplate template = new RestTemplate();

      for (int i = 0; i < 6; i++) {
        assertThat(template.getForObject("http://template-orders/v1/items/{id}", String.class, i))
            .isIn("one", "two");
        assertThat(template.postForObject("http://template-orders/v1/items", "item", String.class))
            .isIn("one", "two");
      }

      assertThat(one.requests()).isNotEmpty();
      assertThat(two.requests()).isNotEmpty();
      assertThat(one.hosts()).containsExactly("template-orders");
    }
  }
}
