package demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A client: calls the service by its name and counts who answered. Plain JDK, no library, no
 * setting.
 */
public final class Shop {
  private static final int CALLS_PER_SECOND = 200;

  private Shop() {}

  /** Calls {@code http://orders/v1/items} for as many seconds as the only argument says. */
  public static void main(String[] arguments) throws Exception {
    int seconds = Integer.parseInt(arguments[0]);
    int errors = 0;
    TreeMap<String, Integer> total = new TreeMap<>();
    System.out.printf("%8s  %-44s %s%n", "second", "answers in this second, by endpoint", "errors");
    for (int second = 1; second <= seconds; second++) {
      TreeMap<String, Integer> answers = new TreeMap<>();
      int failed = 0;
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
      for (int call = 0; call < CALLS_PER_SECOND; call++) {
        try {
          answers.merge(get("http://orders/v1/items"), 1, Integer::sum);
        } catch (IOException e) {
          failed++;
          System.out.println(e);
        }
        Thread.sleep(
            Math.max(
                0,
                TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())
                    / (CALLS_PER_SECOND - call)));
      }
      answers.forEach((endpoint, count) -> total.merge(endpoint, count, Integer::sum));
      errors += failed;
      System.out.printf("%8d  %-44s %6d%n", second, spread(answers), failed);
    }
    System.out.printf("%8s  %-44s %6d%n", "all", spread(total), errors);
    if (errors > 0) {
      System.exit(1);
    }
  }

  private static String spread(Map<String, Integer> answers) {
    StringBuilder line = new StringBuilder();
    answers.forEach(
        (endpoint, count) -> line.append(endpoint).append(" = ").append(count).append("   "));
    return line.toString().trim();
  }

  private static String get(String url) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection();
    try (BufferedReader body =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
      return body.readLine().replace("items from ", "");
    }
  }
}
