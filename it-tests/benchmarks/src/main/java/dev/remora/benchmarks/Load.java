package dev.remora.benchmarks;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** The program of {@link Throughput}: calls one URL again and again over kept connections. */
final class Load {
  private Load() {}

  /**
   * Prints calls per second, a line for each second.
   *
   * @param arguments client ({@code java-http-client} or {@code okhttp}), URL, seconds
   */
  public static void main(String[] arguments) throws Exception {
    Callable<Integer> call = client(arguments[0], arguments[1]);
    int seconds = Integer.parseInt(arguments[2]);
    for (int second = 0; second < seconds; second++) {
      long start = System.nanoTime();
      long calls = 0;
      long elapsed;
      do {
        for (int i = 0; i < 20; i++) {
          if (call.call() != 200) {
            throw new IllegalStateException("not a 200");
          }
        }
        calls += 20;
        elapsed = System.nanoTime() - start;
      } while (elapsed < TimeUnit.SECONDS.toNanos(1));
      System.out.printf("%.0f%n", calls * 1e9 / elapsed);
    }
    System.exit(0);
  }

  private static Callable<Integer> client(String name, String url) {
    if (name.equals("okhttp")) {
      OkHttpClient client = new OkHttpClient();
      Request request = new Request.Builder().url(url).build();
      return () -> {
        try (Response response = client.newCall(request).execute()) {
          response.body().bytes();
          return response.code();
        }
      };
    }
    java.net.http.HttpClient client = java.net.http.HttpClient.newHttpClient();
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    return () -> client.send(request, HttpResponse.BodyHandlers.ofByteArray()).statusCode();
  }
}
