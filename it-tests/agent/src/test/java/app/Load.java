package app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An application that GETs a URL all the time, with some threads each for {@code HttpURLConnection}
 * and {@code java.net.http}, counts a call as lost that does not end with status 200, and never
 * tries one again.
 *
 * <p>A line on its standard input is answered with one: {@code made}, {@code lost}, {@code longest}
 * (milliseconds) since the last such line, {@code losses}: the reasons of those lost, and {@code
 * answers}: how many came from each endpoint since the last such line.
 */
public final class Load {
  private static final int PAUSE_MILLIS = 5;
  private static final int TIMEOUT_MILLIS = 10_000;

  private static final AtomicLong MADE = new AtomicLong();
  private static final AtomicLong LOST = new AtomicLong();
  private static final AtomicLong LONGEST = new AtomicLong();
  private static final Queue<String> LOSSES = new ConcurrentLinkedQueue<>();
  private static volatile Map<String, AtomicLong> answers = new ConcurrentHashMap<>();

  private Load() {}

  /** Calls the URL with as many threads a client as the second argument says. */
  public static void main(String[] arguments) throws IOException {
    String url = arguments[0];
    HttpClient http = HttpClient.newHttpClient();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofMillis(TIMEOUT_MILLIS)).build();
    for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
      start("HttpURLConnection", () -> get(url));
      start("java.net.http", () -> get(http, request));
    }
    System.out.println("ready");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(tell(line));
    }
    System.exit(0);
  }

  private static String tell(String what) {
    return switch (what) {
      case "made" -> String.valueOf(MADE.get());
      case "lost" -> String.valueOf(LOST.get());
      case "longest" -> String.valueOf(LONGEST.getAndSet(0));
      case "losses" -> LOSSES.toString();
      case "answers" -> {
        Map<String, AtomicLong> before = answers;
        answers = new ConcurrentHashMap<>();
        yield new TreeMap<>(before).toString();
      }
      default -> throw new IllegalArgumentException(what);
    };
  }

  private static void start(String client, Callable<String> call) {
    Thread thread = new Thread(() -> run(client, call), client);
    thread.setDaemon(true);
    thread.start();
  }

  private static void run(String client, Callable<String> call) {
    while (true) {
      long began = System.nanoTime();
      try {
        String answer = call.call();
        answers.computeIfAbsent(answer, none -> new AtomicLong()).incrementAndGet();
      } catch (Exception e) {
        LOST.incrementAndGet();
        if (LOSSES.size() < 20) {
          LOSSES.add(client + ": " + e);
        }
      }
      MADE.incrementAndGet();
      long took = (System.nanoTime() - began) / 1_000_000;
      LONGEST.accumulateAndGet(took, Math::max);
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private static String get(String url) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    if (connection.getResponseCode() != 200) {
      throw new IOException("status " + connection.getResponseCode());
    }
    connection.getInputStream().close();
    return connection.getHeaderField("Endpoint");
  }

  private static String get(HttpClient http, HttpRequest request)
      throws IOException, InterruptedException {
    HttpResponse<Void> response = http.send(request, HttpResponse.BodyHandlers.discarding());
    if (response.statusCode() != 200) {
      throw new IOException("status " + response.statusCode());
    }
    return response.headers().firstValue("Endpoint").orElseThrow();
  }
}
