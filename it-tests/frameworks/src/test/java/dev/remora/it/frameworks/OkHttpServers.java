package dev.remora.it.frameworks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.net.ssl.SSLSocketFactory;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** Endpoints in this JVM, which remember what they were asked, and calls to them. */
final class OkHttpServers implements AutoCloseable {
  private final List<MockWebServer> servers = new ArrayList<>();

  /** An endpoint that answers every request as {@code answer} says. */
  Server start(SSLSocketFactory tls, Function<RecordedRequest, MockResponse> answer)
      throws IOException {
    MockWebServer server = new MockWebServer();
    List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            requests.add(request);
            return answer.apply(request);
          }
        });
    if (tls != null) {
      server.useHttps(tls);
    }
    server.start(InetAddress.getLoopbackAddress(), 0);
    servers.add(server);
    return new Server(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()), requests);
  }

  /** An endpoint that answers every request with {@code ok}. */
  Server start() throws IOException {
    return start(null, request -> text("ok"));
  }

  static MockResponse text(String body) {
    return new MockResponse.Builder().code(200).body(body).build();
  }

  /** An address that refuses. */
  static InetSocketAddress dead() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
    }
  }

  /** The body of the response to {@code request}. */
  static String send(OkHttpClient client, Request.Builder request) throws IOException {
    try (Response response = client.newCall(request.build()).execute()) {
      return response.body().string();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public void close() {
    servers.forEach(MockWebServer::close);
  }

  /** Where an endpoint is and what it was asked. */
  record Server(InetSocketAddress address, List<RecordedRequest> requests) {
    List<String> hosts() {
      return requests.stream().map(request -> request.getHeaders().get("Host")).distinct().toList();
    }
  }
}
