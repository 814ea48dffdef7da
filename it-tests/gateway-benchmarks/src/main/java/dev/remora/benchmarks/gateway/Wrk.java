package dev.remora.benchmarks.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As many requests as go through, by wrk with one thread. */
final class Wrk {
  /**
   * What came of it.
   *
   * @param requests that were answered
   * @param perSecond of them
   * @param failed whatever was not a 2xx
   */
  record Result(long requests, double perSecond, long failed) {}

  private Wrk() {}

  static Result run(String url, int connections, int seconds, List<String> headers)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("wrk", "-t1", "-c" + connections, "-d" + seconds + "s"));
    for (String header : headers) {
      command.add("-H");
      command.add(header);
    }
    command.add(url);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return new Result(
        (long) find(out, "([0-9]+) requests in"),
        find(out, "Requests/sec: +([0-9.]+)"),
        out.contains("Non-2xx") ? (long) find(out, "responses: ([0-9]+)") : 0);
  }

  private static double find(String text, String pattern) throws IOException {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    if (!matcher.find()) {
      throw new IOException("wrk printed no " + pattern + ":\n" + text);
    }
    return Double.parseDouble(matcher.group(1));
  }
}
