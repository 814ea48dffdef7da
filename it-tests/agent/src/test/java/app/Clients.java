package app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.util.EntityUtils;

/**
 * An application with many HTTP clients: a request {@code /CLIENT?URL} that it serves is answered
 * with what that client got from the URL. It tells its port, and ends with its standard input. The
 * JDK's own server serves, or with the argument {@code tomcat} Tomcat.
 */
public final class Clients {
  private final HttpClient java = HttpClient.newHttpClient();
  private final OkHttpClient okhttp = new OkHttpClient();
  private final CloseableHttpClient apache4 = HttpClients.createDefault();
  private final org.apache.hc.client5.http.impl.classic.CloseableHttpClient apache5 =
      org.apache.hc.client5.http.impl.classic.HttpClients.createDefault();
  private final CloseableHttpAsyncClient async = HttpAsyncClients.createDefault();

  private Clients() {}

  /** Serves until its standard input ends. */
  public static void main(String[] arguments) throws Exception {
    Clients clients = new Clients();
    clients.async.start();
    int port =
        List.of(arguments).contains("tomcat") ? OnTomcat.start(clients::answer) : clients.start();
    System.out.println("ready");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (in.readLine() != null) {
      System.out.println(port);
    }
    System.exit(0);
  }

  private int start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.createContext("/", this::serve);
    server.start();
    return server.getAddress().getPort();
  }

  private void serve(HttpExchange exchange) throws IOException {
    byte[] body = answer(exchange.getRequestURI()).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private String answer(URI request) {
    try {
      return call(request.getPath().substring(1), request.getQuery());
    } catch (Exception e) {
      return e.toString();
    }
  }

  private String call(String client, String url) throws Exception {
    return switch (client) {
      case "url-connection" -> urlConnection(url);
      case "java-http" -> java.send(javaRequest(url), BodyHandlers.ofString()).body();
      case "java-http-async" ->
          java.sendAsync(javaRequest(url), BodyHandlers.ofString()).get().body();
      case "okhttp" -> text(okhttp.newCall(okhttpRequest(url)).execute());
      case "okhttp-async" -> okhttpAsync(url);
      case "apache4" ->
          apache4.execute(new HttpGet(url), response -> EntityUtils.toString(response.getEntity()));
      case "apache5" ->
          apache5.execute(
              new org.apache.hc.client5.http.classic.methods.HttpGet(url),
              response ->
                  org.apache.hc.core5.http.io.entity.EntityUtils.toString(response.getEntity()));
      case "apache5-async" -> apache5Async(url);
      default -> throw new IllegalArgumentException(client);
    };
  }

  private static String urlConnection(String url) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static HttpRequest javaRequest(String url) {
    return HttpRequest.newBuilder(URI.create(url)).build();
  }

  private static Request okhttpRequest(String url) {
    return new Request.Builder().url(url).build();
  }

  private static String text(Response response) throws IOException {
    try (response) {
      return response.body().string();
    }
  }

  private String okhttpAsync(String url) throws Exception {
    CompletableFuture<String> answer = new CompletableFuture<>();
    okhttp
        .newCall(okhttpRequest(url))
        .enqueue(
            new Callback() {
              @Override
              public void onResponse(Call call, Response response) throws IOException {
                answer.complete(text(response));
              }

              @Override
              public void onFailure(Call call, IOException e) {
                answer.completeExceptionally(e);
              }
            });
    return answer.get();
  }

  private String apache5Async(String url) throws Exception {
    SimpleHttpRequest request = SimpleRequestBuilder.get(url).build();
    return async
        .execute(
            request,
            new FutureCallback<SimpleHttpResponse>() {
              @Override
              public void completed(SimpleHttpResponse response) {}

              @Override
              public void failed(Exception e) {}

              @Override
              public void cancelled() {}
            })
        .get()
        .getBodyText();
  }
}
