package dev.remora.benchmarks;

import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;

/** The program of {@link StartUp}: one call, then the end. */
final class FirstCall {
  private FirstCall() {}

  /** Calls the URL that is its only argument and prints the status. */
  public static void main(String[] arguments) throws Exception {
    HttpURLConnection connection = (HttpURLConnection) new URL(arguments[0]).openConnection();
    try (InputStream body = connection.getInputStream()) {
      while (body.read() >= 0) {}
    }
    System.out.println(connection.getResponseCode());
  }
}
