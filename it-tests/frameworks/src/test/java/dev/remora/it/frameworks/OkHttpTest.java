package dev.remora.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import okhttp3.Cache;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.Dns;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.Route;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.BufferedSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What OkHttp has that other clients have not, and what only its own means can see. */
class OkHttpTest {
  private final OkHttpServers servers = new OkHttpServers();

  @AfterEach
  void stop() {
    servers.close();
  }

  @Test
  void opensWebSockets() throws Exception {
    OkHttpServers.Server one = servers.start(null, request -> echoing());
    OkHttpServers.Server two = servers.start(null, request -> echoing());
    Endpoints.register("chat", one.address(), two.address(), OkHttpServers.dead());
    OkHttpClient client = new OkHttpClient();

    for (int i = 0; i < 6; i++) {
      BlockingQueue<String> heard = new LinkedBlockingQueue<>();
      WebSocket socket =
          client.newWebSocket(
              new Request.Builder().url("ws://chat/room").build(),
              new WebSocketListener() {
                @Override
                public void onMessage(WebSocket socket, String text) {
                  heard.add(text);
                }

                @Override
                public void onFailure(WebSocket socket, Throwable failure, Response response) {
                  heard.add(failure.toString());
                }
              });
      socket.send("hello " + i);
      assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("heard hello " + i);
      socket.close(1000, null);
    }

    assertThat(one.requests()).isNotEmpty();
    assertThat(two.requests()).isNotEmpty();
    assertThat(one.hosts()).containsExactly("chat");
  }

  private static MockResponse echoing() {
    return new MockResponse.Builder()
        .webSocketUpgrade(
            new WebSocketListener() {
              @Override
              public void onMessage(WebSocket socket, String text) {
                socket.send("heard " + text);
              }

              @Override
              public void onClosing(WebSocket socket, int code, String reason) {
                socket.close(code, reason);
              }
            })
        .build();
  }

  @Test
  void goesOnElsewhereAlsoWithoutRetriesAndWithOneShotBodies() throws Exception {
    OkHttpServers.Server alive = servers.start();
    Endpoints.register("stubborn", alive.address(), OkHttpServers.dead());
    for (boolean fast : new boolean[] {true, false}) {
      OkHttpClient client =
          new OkHttpClient.Builder().retryOnConnectionFailure(false).fastFallback(fast).build();
      for (int i = 0; i < 4; i++) {
        assertThat(
                OkHttpServers.send(
                    client, new Request.Builder().url("http://stubborn/").post(oneShot())))
            .isEqualTo("ok");
      }
    }
    assertThat(alive.requests())
        .hasSize(8)
        .allSatisfy(request -> assertThat(request.getBody().utf8()).isEqualTo("once"));
  }

  private static RequestBody oneShot() {
    return new RequestBody() {
      private boolean written;

      @Override
      public okhttp3.MediaType contentType() {
        return null;
      }

      @Override
      public boolean isOneShot() {
        return true;
      }

      @Override
      public void writeTo(BufferedSink sink) throws IOException {
        assertThat(written).isFalse();
        written = true;
        sink.writeUtf8("once");
      }
    };
  }

  @Test
  void tellsListenersOfEachAttemptAndOfOneCall() throws Exception {
    OkHttpServers.Server alive = servers.start();
    Endpoints.register("watched", OkHttpServers.dead(), alive.address());
    for (int i = 0; i < 4; i++) {
      List<String> events = new CopyOnWriteArrayList<>();
      OkHttpClient client = new OkHttpClient.Builder().eventListener(new Events(events)).build();
      assertThat(OkHttpServers.send(client, new Request.Builder().url("http://watched/")))
          .isEqualTo("ok");
      assertThat(events.stream().filter(event -> !event.equals("connect failed")))
          .containsExactly(
              "call start", "connected to watched", "acquired", "released", "call end");
      if (events.contains("connect failed")) {
        assertThat(events)
            .containsOnlyOnce("connect failed")
            .startsWith("call start", "connect failed");
      }
    }
  }

  /** What matters here of the events of a call. */
  private static final class Events extends EventListener {
    private final List<String> events;

    Events(List<String> events) {
      this.events = events;
    }

    @Override
    public void callStart(Call call) {
      events.add("call start");
    }

    @Override
    public void connectEnd(Call call, InetSocketAddress to, Proxy proxy, Protocol protocol) {
      events.add("connected to " + to.getHostString());
    }

    @Override
    public void connectFailed(
        Call call, InetSocketAddress to, Proxy proxy, Protocol protocol, IOException failure) {
      events.add("connect failed");
    }

    @Override
    public void connectionAcquired(Call call, Connection connection) {
      events.add("acquired");
    }

    @Override
    public void connectionReleased(Call call, Connection connection) {
      events.add("released");
    }

    @Override
    public void callEnd(Call call) {
      events.add("call end");
    }

    @Override
    public void callFailed(Call call, IOException failure) {
      events.add("call failed");
    }
  }

  @Test
  void showsInterceptorsTheServiceAndTheEndpointOfIt() throws Exception {
    OkHttpServers.Server server = servers.start();
    Endpoints.register("shown", server.address());
    List<Route> routes = new CopyOnWriteArrayList<>();
    OkHttpClient client =
        new OkHttpClient.Builder()
            .addNetworkInterceptor(
                chain -> {
                  assertThat(chain.request().tag(String.class)).isEqualTo("the tag");
                  routes.add(chain.connection().route());
                  return chain.proceed(chain.request());
                })
            .build();

    OkHttpServers.send(
        client, new Request.Builder().url("http://shown:8080/a").tag(String.class, "the tag"));

    Route route = routes.get(0);
    assertThat(route.address().url()).isEqualTo(HttpUrl.get("http://shown:8080/"));
    assertThat(route.socketAddress()).isEqualTo(server.address());
    assertThat(route.socketAddress().getHostString()).isEqualTo("shown");
  }

  @Test
  void placesEachHopOfACallAnew() throws Exception {
    OkHttpServers.Server one = servers.start(null, OkHttpTest::redirecting);
    OkHttpServers.Server two = servers.start(null, OkHttpTest::redirecting);
    Endpoints.register("hops", one.address(), two.address());
    OkHttpClient client = new OkHttpClient();

    for (int i = 0; i < 4; i++) {
      assertThat(OkHttpServers.send(client, new Request.Builder().url("http://hops/start")))
          .isEqualTo("end");
    }

    // Round robin: if the second hop kept to the first one's connection, one endpoint had all.
    assertThat(one.requests()).hasSize(4);
    assertThat(two.requests()).hasSize(4);
  }

  private static MockResponse redirecting(mockwebserver3.RecordedRequest request) {
    return request.getTarget().equals("/start")
        ? new MockResponse.Builder().code(302).addHeader("Location", "http://hops/end").build()
        : OkHttpServers.text("end");
  }

  @Test
  void leavesOtherNamesToTheDnsOfTheApplication() throws Exception {
    OkHttpServers.Server server = servers.start();
    Endpoints.register("resolved", server.address());
    List<String> asked = new CopyOnWriteArrayList<>();
    Dns dns =
        name -> {
          asked.add(name);
          return List.of(InetAddress.getLoopbackAddress());
        };
    OkHttpClient client = new OkHttpClient.Builder().dns(dns).build();

    OkHttpServers.send(client, new Request.Builder().url("http://resolved/"));
    OkHttpServers.send(
        client,
        new Request.Builder().url("http://elsewhere.example:" + server.address().getPort() + "/"));

    assertThat(asked).containsExactly("elsewhere.example");
    assertThat(server.hosts()).hasSize(2);
  }

  @Test
  void cachesByTheLogicalUrl(@TempDir Path folder) throws Exception {
    OkHttpServers.Server one = servers.start(null, request -> cacheable());
    OkHttpServers.Server two = servers.start(null, request -> cacheable());
    Endpoints.register("cached", one.address(), two.address());
    try (Cache cache = new Cache(folder.toFile(), 1 << 20)) {
      OkHttpClient client = new OkHttpClient.Builder().cache(cache).build();
      for (int i = 0; i < 4; i++) {
        assertThat(OkHttpServers.send(client, new Request.Builder().url("http://cached/a")))
            .isEqualTo("kept");
      }
      assertThat(cache.urls()).toIterable().containsExactly("http://cached/a");
    }
    assertThat(one.requests().size() + two.requests().size()).isEqualTo(1);
  }

  private static MockResponse cacheable() {
    return new MockResponse.Builder()
        .code(200)
        .addHeader("Cache-Control", "max-age=60")
        .body("kept")
        .build();
  }

  @Test
  void clonesAreCallsOfTheirOwn() throws Exception {
    OkHttpServers.Server one = servers.start();
    OkHttpServers.Server two = servers.start();
    Endpoints.register("cloned", one.address(), two.address());
    Call call = new OkHttpClient().newCall(new Request.Builder().url("http://cloned/").build());
    for (int i = 0; i < 4; i++) {
      try (Response response = call.clone().execute()) {
        assertThat(response.code()).isEqualTo(200);
      }
    }
    assertThat(one.requests()).hasSize(2);
    assertThat(two.requests()).hasSize(2);
  }

  @Test
  void survivesAnEndpointThatDiesWhileItsConnectionsAreIdle() throws Exception {
    OkHttpServers.Server stays = servers.start();
    OkHttpClient client = new OkHttpClient();
    try (OkHttpServers dying = new OkHttpServers()) {
      OkHttpServers.Server dies = dying.start();
      Endpoints.register("mortal", stays.address(), dies.address());
      for (int i = 0; i < 4; i++) {
        OkHttpServers.send(client, new Request.Builder().url("http://mortal/"));
      }
      assertThat(dies.requests()).hasSize(2);
    }
    for (int i = 0; i < 6; i++) {
      assertThat(OkHttpServers.send(client, new Request.Builder().url("http://mortal/")))
          .isEqualTo("ok");
    }
  }
}
