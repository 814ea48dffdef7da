package dev.remora.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import feign.Feign;
import feign.Param;
import feign.RequestLine;
import feign.okhttp.OkHttpClient;
import org.junit.jupiter.api.Test;

/** Feign over OkHttp is routed, since OkHttp is. */
class FeignTest {
  @Test
  void callsAServiceByItsName() throws Exception {
    try (OkHttpServers servers = new OkHttpServers()) {
      OkHttpServers.Server one = servers.start(null, request -> OkHttpServers.text("one"));
      OkHttpServers.Server two = servers.start(null, request -> OkHttpServers.text("two"));
      Endpoints.register("feign-orders", one.address(), two.address(), OkHttpServers.dead());
      Orders orders =
          Feign.builder().client(new OkHttpClient()).target(Orders.class, "http://feign-orders/v1");

      for (int i = 0; i < 6; i++) {
        assertThat(orders.item(i)).isIn("one", "two");
        assertThat(orders.add("item " + i)).isIn("one", "two");
      }

      assertThat(one.requests()).isNotEmpty();
      assertThat(two.requests()).isNotEmpty();
      assertThat(one.requests().size() + two.requests().size()).isEqualTo(12);
      assertThat(one.hosts()).containsExactly("feign-orders");
    }
  }

  /** The application's interface. */
  interface Orders {
    @RequestLine("GET /items/{id}")
    String item(@Param("id") int id);

    @RequestLine("POST /items")
    String add(String item);
  }
}
