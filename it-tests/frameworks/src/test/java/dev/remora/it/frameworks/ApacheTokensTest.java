package dev.remora.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.http.Header;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.client.HttpClient;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.config.Registry;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.conn.ManagedHttpClientConnection;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.entity.ContentProducer;
import org.apache.http.entity.EntityTemplate;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.DefaultHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.impl.conn.DefaultManagedHttpClientConnection;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;
import org.apache.http.protocol.HttpContext;
import org.apache.http.util.EntityUtils;
import org.junit.jupiter.api.Test;

/** Where a token would go that was bound to a thread, a name or a scheme alone. */
// DefaultHttpClient and socket factories are deprecated, and still in use.
@SuppressWarnings("deprecation")
class ApacheTokensTest {
  private static final String TOKEN = "Bearer sesame-of-apache";

  @Test
  void whatIsSentWhileABodyIsWrittenHasNone() throws Exception {
    try (OkHttpServers servers = new OkHttpServers();
        CloseableHttpClient client = HttpClients.createDefault()) {
      nested(servers, client);
    }
    try (OkHttpServers servers = new OkHttpServers()) {
      DefaultHttpClient client =
          new DefaultHttpClient(new org.apache.http.impl.conn.PoolingClientConnectionManager());
      nested(servers, client);
      client.getConnectionManager().shutdown();
    }
  }

  private static void nested(OkHttpServers servers, HttpClient client) throws Exception {
    OkHttpServers.Server endpoint = servers.start();
    OkHttpServers.Server other = servers.start();
    Endpoints.register("apache-token", endpoint.address());
    HttpPost post = new HttpPost("http://apache-token/");
    ContentProducer copied =
        out -> {
          get(client, url(other));
          // By its address the endpoint is no service.
          out.write(get(client, url(endpoint)).getBytes(StandardCharsets.UTF_8));
        };
    post.setEntity(new EntityTemplate(copied));

    String answer = client.execute(post, response -> EntityUtils.toString(response.getEntity()));

    assertThat(answer).isEqualTo("ok");
    assertThat(tokens(other)).containsExactly((String) null);
    assertThat(tokens(endpoint)).containsExactlyInAnyOrder(null, TOKEN);
    assertThat(post.getFirstHeader("Authorization")).isNull();
  }

  @Test
  void whatIsSentWhileABodyIsWrittenHasNoneInVersion5() throws Exception {
    try (OkHttpServers servers = new OkHttpServers();
        org.apache.hc.client5.http.impl.classic.CloseableHttpClient client =
            org.apache.hc.client5.http.impl.classic.HttpClients.createDefault()) {
      OkHttpServers.Server endpoint = servers.start();
      OkHttpServers.Server other = servers.start();
      Endpoints.register("apache-token", endpoint.address());
      var post = new org.apache.hc.client5.http.classic.methods.HttpPost("http://apache-token/");
      post.setEntity(
          new AbstractHttpEntity(ContentType.TEXT_PLAIN, null) {
            private final StringEntity body = new StringEntity("body");

            @Override
            public void writeTo(OutputStream out) throws IOException {
              for (OkHttpServers.Server each : List.of(other, endpoint)) {
                client.execute(
                    new org.apache.hc.client5.http.classic.methods.HttpGet(url(each)),
                    response -> response.getCode());
              }
              body.writeTo(out);
            }

            @Override
            public java.io.InputStream getContent() throws IOException {
              return body.getContent();
            }

            @Override
            public boolean isStreaming() {
              return false;
            }

            @Override
            public long getContentLength() {
              return body.getContentLength();
            }

            @Override
            public void close() {}
          });

      int status = client.execute(post, response -> response.getCode());

      assertThat(status).isEqualTo(200);

      assertThat(tokens(other)).containsExactly((String) null);
      assertThat(tokens(endpoint)).containsExactlyInAnyOrder(null, TOKEN);
      assertThat(post.getFirstHeader("Authorization")).isNull();
    }
  }

  /** As a tunnel or a SOCKS proxy would be that the application has put in. */
  @Test
  void aConnectionThatLeadsElsewhereGetsNone() throws Exception {
    try (OkHttpServers servers = new OkHttpServers()) {
      OkHttpServers.Server endpoint = servers.start();
      OkHttpServers.Server other = servers.start();
      Endpoints.register("apache-token", endpoint.address());
      try (CloseableHttpClient client =
          HttpClients.custom()
              .setConnectionManager(
                  new PoolingHttpClientConnectionManager(
                      sockets("http", new Detour(other.address()))))
              .build()) {
        get(client, "http://apache-token/new");
        get(client, "http://apache-token/kept");
      }
      try (var client =
          org.apache.hc.client5.http.impl.classic.HttpClients.custom()
              .setConnectionManager(
                  new org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager(
                      new DefaultHttpClientConnectionOperator(
                          proxy -> new Astray(other.address()), null, null, name -> null),
                      null,
                      null,
                      null,
                      null))
              .build()) {
        for (String path : List.of("new", "kept")) {
          client.execute(
              new org.apache.hc.client5.http.classic.methods.HttpGet("http://apache-token/" + path),
              response -> response.getCode());
        }
      }

      assertThat(endpoint.requests()).isEmpty();
      assertThat(tokens(other)).hasSize(4).containsOnlyNulls();
    }
  }

  @Test
  void aPlainConnectionGetsNoneThoughTheApplicationSaysHttps() throws Exception {
    try (OkHttpServers servers = new OkHttpServers();
        CloseableHttpClient client =
            HttpClients.custom()
                .setConnectionManager(
                    new PoolingHttpClientConnectionManager(
                        sockets("https", PlainConnectionSocketFactory.getSocketFactory())))
                .build()) {
      OkHttpServers.Server endpoint = servers.start();
      Endpoints.register("apache-tls-token", endpoint.address());

      assertThat(get(client, "https://apache-tls-token/")).isEqualTo("ok");

      assertThat(tokens(endpoint)).containsExactly((String) null);
    }
  }

  /** The client's log of headers is fed there. */
  @Test
  void whatHearsOfHeadsThatAreWrittenSeesNone() throws Exception {
    List<String> heard = new CopyOnWriteArrayList<>();
    try (OkHttpServers servers = new OkHttpServers();
        CloseableHttpClient client =
            HttpClients.custom()
                .setConnectionManager(
                    new PoolingHttpClientConnectionManager((route, config) -> hearing(heard)))
                .build()) {
      OkHttpServers.Server endpoint = servers.start();
      Endpoints.register("apache-token", endpoint.address());

      get(client, "http://apache-token/");

      assertThat(tokens(endpoint)).containsExactly(TOKEN);
    }
    assertThat(heard).anyMatch(header -> header.equals("Host: apache-token"));
    assertThat(heard).noneMatch(header -> header.contains("sesame"));
  }

  private static ManagedHttpClientConnection hearing(List<String> heard) {
    return new DefaultManagedHttpClientConnection("hearing", 8192) {
      @Override
      protected void onRequestSubmitted(HttpRequest request) {
        for (Header header : request.getAllHeaders()) {
          heard.add(header.toString());
        }
        request.headerIterator().forEachRemaining(header -> heard.add(header.toString()));
      }
    };
  }

  private static Registry<ConnectionSocketFactory> sockets(
      String scheme, ConnectionSocketFactory factory) {
    return RegistryBuilder.<ConnectionSocketFactory>create().register(scheme, factory).build();
  }

  private static String url(OkHttpServers.Server server) {
    return "http://127.0.0.1:" + server.address().getPort() + "/";
  }

  private static String get(HttpClient client, String url) throws IOException {
    return client.execute(new HttpGet(url), response -> EntityUtils.toString(response.getEntity()));
  }

  private static List<String> tokens(OkHttpServers.Server server) {
    return server.requests().stream()
        .map(request -> request.getHeaders().get("Authorization"))
        .toList();
  }

  private static final class Detour extends PlainConnectionSocketFactory {
    private final InetSocketAddress elsewhere;

    Detour(InetSocketAddress elsewhere) {
      this.elsewhere = elsewhere;
    }

    @Override
    public Socket connectSocket(
        int timeout,
        Socket socket,
        HttpHost host,
        InetSocketAddress remote,
        InetSocketAddress local,
        HttpContext context)
        throws IOException {
      return super.connectSocket(timeout, socket, host, elsewhere, local, context);
    }
  }

  private static final class Astray extends Socket {
    private final InetSocketAddress elsewhere;

    Astray(InetSocketAddress elsewhere) {
      this.elsewhere = elsewhere;
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
      super.connect(elsewhere, timeout);
    }
  }
}
