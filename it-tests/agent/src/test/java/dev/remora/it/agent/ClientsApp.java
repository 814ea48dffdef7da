package dev.remora.it.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The application with many clients in a JVM of its own, on JDK 17. */
final class ClientsApp implements AutoCloseable {
  /** What it calls with. */
  static final List<String> CLIENTS =
      List.of(
          "url-connection",
          "java-http",
          "java-http-async",
          "okhttp",
          "okhttp-async",
          "apache4",
          "apache5",
          "apache5-async");

  private static final int PATIENCE_MILLIS = 30_000;

  final App app;
  private final String port;

  private ClientsApp(App app) throws IOException {
    this.app = app;
    this.port = app.tell("port");
  }

  /**
   * @param arguments the application's own
   */
  static ClientsApp start(List<String> options, String... arguments) throws IOException {
    List<String> quick = new ArrayList<>(options);
    quick.add("-XX:TieredStopAtLevel=1");
    return new ClientsApp(
        App.launchWithClients(Environment.jdk(17), quick, "app.Clients", arguments).readyAtLast());
  }

  /**
   * Has a request served that calls {@code url} with one of the clients; returns what that got.
   *
   * @param traceparent of the request; null: it has none
   */
  String get(String client, String url, String traceparent) throws IOException {
    HttpURLConnection request =
        (HttpURLConnection)
            URI.create("http://127.0.0.1:" + port + "/" + client + "?" + url)
                .toURL()
                .openConnection();
    request.setConnectTimeout(PATIENCE_MILLIS);
    request.setReadTimeout(PATIENCE_MILLIS);
    if (traceparent != null) {
      request.setRequestProperty("traceparent", traceparent);
    }
    return new String(request.getInputStream().readAllBytes(), UTF_8);
  }

  @Override
  public void close() throws IOException {
    app.close();
  }
}
