package dev.remora.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.auth.AuthScope;
import org.apache.http.auth.UsernamePasswordCredentials;
import org.apache.http.client.HttpClient;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.concurrent.FutureCallback;
import org.apache.http.conn.ClientConnectionManager;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.impl.client.BasicCredentialsProvider;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.DefaultHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.impl.conn.BasicClientConnectionManager;
import org.apache.http.impl.conn.BasicHttpClientConnectionManager;
import org.apache.http.impl.conn.PoolingClientConnectionManager;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;
import org.apache.http.impl.conn.SingleClientConnManager;
import org.apache.http.impl.conn.tsccm.ThreadSafeClientConnManager;
import org.apache.http.impl.nio.client.CloseableHttpAsyncClient;
import org.apache.http.impl.nio.client.CloseableHttpPipeliningClient;
import org.apache.http.impl.nio.client.HttpAsyncClients;
import org.apache.http.message.BasicHttpRequest;
import org.apache.http.util.EntityUtils;
import org.junit.jupiter.api.Test;

/** What only Apache HttpClient 4's own means can see of the agent, or set. */
// DefaultHttpClient and its connection managers are deprecated, and still in use.
@SuppressWarnings("deprecation")
class ApacheHttpClient4Test {
  @Test
  void credentialsAreFoundByTheServicesNameAndItsDefaultPort() throws Exception {
    BasicCredentialsProvider credentials = new BasicCredentialsProvider();
    credentials.setCredentials(
        new AuthScope("hc4-auth", 80), new UsernamePasswordCredentials("user", "secret"));
    try (OkHttpServers servers = new OkHttpServers();
        CloseableHttpClient client =
            HttpClients.custom().setDefaultCredentialsProvider(credentials).build()) {
      OkHttpServers.Server one =
          servers.start(
              null,
              request ->
                  request.getHeaders().get("Authorization") == null
                      ? new MockResponse.Builder()
                          .code(401)
                          .setHeader("WWW-Authenticate", "Basic realm=\"orders\"")
                          .build()
                      : OkHttpServers.text("known"));
      Endpoints.register("hc4-auth", one.address());

      assertThat(get(client, "http://hc4-auth/v1")).isEqualTo("known");

      DefaultHttpClient deprecated = new DefaultHttpClient();
      deprecated.setCredentialsProvider(credentials);
      assertThat(get(deprecated, "http://hc4-auth/v1")).isEqualTo("known");
    }
  }

  @Test
  void limitOfARouteHoldsForEachEndpoint() throws Exception {
    PoolingHttpClientConnectionManager pool = new PoolingHttpClientConnectionManager();
    pool.setDefaultMaxPerRoute(10);
    pool.setMaxPerRoute(new HttpRoute(new HttpHost("hc4-limit", 80)), 1);
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    ExecutorService callers = Executors.newFixedThreadPool(4);
    try (OkHttpServers servers = new OkHttpServers();
        CloseableHttpClient client = HttpClients.custom().setConnectionManager(pool).build()) {
      OkHttpServers.Server one =
          servers.start(
              null,
              request -> {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                pause(50);
                now.decrementAndGet();
                return OkHttpServers.text("ok");
              });
      Endpoints.register("hc4-limit", one.address());

      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        answers.add(callers.submit(() -> get(client, "http://hc4-limit/v1")));
      }
      for (Future<String> answer : answers) {
        assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo("ok");
      }
    } finally {
      callers.shutdownNow();
    }
    assertThat(most).hasValue(1);
  }

  @Test
  void requestsThatNameTheirHostApartHaveTheServicesHost() throws Exception {
    try (OkHttpServers servers = new OkHttpServers();
        CloseableHttpClient full = HttpClients.createDefault();
        CloseableHttpClient minimal = HttpClients.createMinimal()) {
      OkHttpServers.Server one = servers.start();
      Endpoints.register("hc4-host", OkHttpServers.dead(), one.address());
      for (CloseableHttpClient client : List.of(full, minimal)) {
        try (CloseableHttpResponse response =
            client.execute(new HttpHost("hc4-host"), new BasicHttpRequest("GET", "/v1"))) {
          assertThat(EntityUtils.toString(response.getEntity())).isEqualTo("ok");
        }
      }
      // The client itself writes the default port of such a target, or leaves it out.
      assertThat(one.hosts()).isNotEmpty().isSubsetOf("hc4-host", "hc4-host:80");
    }
  }

  @Test
  void everyConnectionManagerBalancesAndGoesOnElsewhere() throws Exception {
    try (OkHttpServers servers = new OkHttpServers()) {
      InetSocketAddress one = servers.start(null, request -> OkHttpServers.text("one")).address();
      InetSocketAddress two = servers.start(null, request -> OkHttpServers.text("two")).address();
      Endpoints.register("hc4-managers", OkHttpServers.dead(), one, two);
      try (CloseableHttpClient client =
          HttpClients.custom()
              .setConnectionManager(new BasicHttpClientConnectionManager())
              .build()) {
        isBalanced(client);
      }
      for (ClientConnectionManager manager :
          List.of(
              new BasicClientConnectionManager(),
              new PoolingClientConnectionManager(),
              new SingleClientConnManager(),
              new ThreadSafeClientConnManager())) {
        isBalanced(new DefaultHttpClient(manager));
        manager.shutdown();
      }
    }
  }

  private static void isBalanced(HttpClient client) throws Exception {
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      answers.add(get(client, "http://hc4-managers/v1"));
    }
    assertThat(answers).containsOnly("one", "two");
  }

  @Test
  void asynchronousRedirectToTheServiceIsPlacedAnew() throws Exception {
    try (OkHttpServers servers = new OkHttpServers();
        CloseableHttpAsyncClient client = HttpAsyncClients.createDefault()) {
      OkHttpServers.Server one = servers.start(null, request -> redirected(request.getTarget()));
      OkHttpServers.Server two = servers.start(null, request -> redirected(request.getTarget()));
      Endpoints.register("hc4-hops", one.address(), two.address());
      client.start();
      for (int i = 0; i < 4; i++) {
        HttpResponse response =
            client.execute(new HttpGet("http://hc4-hops/from"), null).get(20, TimeUnit.SECONDS);
        assertThat(EntityUtils.toString(response.getEntity())).isEqualTo("there");
      }
      // Round robin over two: the first hop to one, the second to the other, each time.
      assertThat(List.of(one, two))
          .allSatisfy(
              server ->
                  assertThat(server.requests())
                      .extracting(request -> request.getTarget())
                      .hasSize(4)
                      .containsOnly(server.requests().get(0).getTarget()));
    }
  }

  private static MockResponse redirected(String target) {
    return target.equals("/from")
        ? new MockResponse.Builder().code(302).setHeader("Location", "/to").build()
        : OkHttpServers.text("there");
  }

  @Test
  void pipelinedRequestsGoOnElsewhereAndAreToldOnce() throws Exception {
    try (OkHttpServers servers = new OkHttpServers();
        CloseableHttpPipeliningClient client = HttpAsyncClients.createPipelining()) {
      OkHttpServers.Server one = servers.start();
      Endpoints.register("hc4-pipelined", OkHttpServers.dead(), one.address());
      client.start();
      for (int i = 0; i < 4; i++) {
        AtomicInteger told = new AtomicInteger();
        CompletableFuture<List<HttpResponse>> answers = new CompletableFuture<>();
        List<HttpRequest> requests =
            List.of(new BasicHttpRequest("GET", "/1"), new BasicHttpRequest("GET", "/2"));
        Future<List<HttpResponse>> future =
            client.execute(new HttpHost("hc4-pipelined"), requests, new Telling<>(told, answers));
        assertThat(future.get(20, TimeUnit.SECONDS)).hasSize(2);
        assertThat(answers.get(20, TimeUnit.SECONDS)).hasSize(2);
        assertThat(told).hasValue(1);
      }
    }
  }

  private static String get(HttpClient client, String url) throws Exception {
    return client.execute(new HttpGet(url), response -> EntityUtils.toString(response.getEntity()));
  }

  private static void pause(int ms) {
    try {
      Thread.sleep(ms);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Telling<T>(AtomicInteger told, CompletableFuture<T> answer)
      implements FutureCallback<T> {
    @Override
    public void completed(T result) {
      told.incrementAndGet();
      answer.complete(result);
    }

    @Override
    public void failed(Exception e) {
      told.incrementAndGet();
      answer.completeExceptionally(e);
    }

    @Override
    public void cancelled() {
      told.incrementAndGet();
      answer.cancel(false);
    }
  }
}
