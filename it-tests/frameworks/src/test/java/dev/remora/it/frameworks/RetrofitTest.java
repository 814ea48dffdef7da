package dev.remora.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.RequestBody;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.Test;
import retrofit2.Call;
import retrofit2.Response;
import retrofit2.Retrofit;
import retrofit2.http.Body;
import retrofit2.http.GET;
import retrofit2.http.POST;
import retrofit2.http.Path;

/** Retrofit is routed, since OkHttp is. */
class RetrofitTest {
  @Test
  void callsAServiceByItsName() throws Exception {
    try (OkHttpServers servers = new OkHttpServers()) {
      OkHttpServers.Server one = servers.start();
      OkHttpServers.Server two = servers.start();
      Endpoints.register("retrofit-orders", one.address(), two.address(), OkHttpServers.dead());
      Orders orders =
          new Retrofit.Builder().baseUrl("http://retrofit-orders/v1/").build().create(Orders.class);

      for (int i = 0; i < 6; i++) {
        Response<ResponseBody> item = orders.item(i).execute();
        assertThat(item.body().string()).isEqualTo("ok");
        assertThat(item.raw().request().url().host()).isEqualTo("retrofit-orders");
        RequestBody body = RequestBody.create("item " + i, null);
        assertThat(orders.add(body).get(10, TimeUnit.SECONDS).string()).isEqualTo("ok");
      }

      assertThat(one.requests()).isNotEmpty();
      assertThat(two.requests()).isNotEmpty();
      assertThat(one.requests().size() + two.requests().size()).isEqualTo(12);
      assertThat(one.hosts()).containsExactly("retrofit-orders");
    }
  }

  /** The application's interface. */
  interface Orders {
    @GET("items/{id}")
    Call<ResponseBody> item(@Path("id") int id);

    @POST("items")
    CompletableFuture<ResponseBody> add(@Body RequestBody item);
  }
}
