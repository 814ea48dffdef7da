package app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;
import java.util.TreeSet;

/**
 * An application that does what it is told on standard input, a line each, and tells what came of
 * it, a line each.
 */
public final class Probe {
  private Probe() {}

  /** Runs until its standard input ends. */
  public static void main(String[] arguments) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("ready");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      int blank = line.indexOf(' ');
      String command = blank < 0 ? line : line.substring(0, blank);
      String argument = line.substring(blank + 1);
      System.out.println(run(command, argument));
    }
  }

  private static String run(String command, String argument) {
    switch (command) {
      case "get":
        return get(argument);
      case "class":
        return loads(argument);
      case "resource":
        return String.valueOf(ClassLoader.getSystemResource(argument) != null);
      case "threads":
        return threads();
      case "last-get":
        Runtime.getRuntime().addShutdownHook(new Thread(() -> lastGet(argument)));
        return "noted";
      default:
        throw new IllegalArgumentException(command);
    }
  }

  private static String get(String url) {
    try {
      HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection();
      int status = connection.getResponseCode();
      InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream();
      if (body == null) {
        return status + " ";
      }
      try (Scanner scanner = new Scanner(body, "UTF-8").useDelimiter("\\A")) {
        return status + " " + (scanner.hasNext() ? scanner.next() : "");
      }
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** What an application still has to call when it ends, a little after it was asked to. */
  private static void lastGet(String url) {
    try {
      Thread.sleep(500);
    } catch (InterruptedException e) {
      return;
    }
    System.out.println(get(url));
  }

  private static String loads(String name) {
    try {
      Class.forName(name, false, ClassLoader.getSystemClassLoader());
      return "true";
    } catch (ClassNotFoundException e) {
      return "false";
    }
  }

  /** Names of the live threads, those that keep the JVM alive marked with a star. */
  private static String threads() {
    TreeSet<String> names = new TreeSet<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      names.add(thread.getName() + (thread.isDaemon() ? "" : "*"));
    }
    return String.join(",", names);
  }
}
