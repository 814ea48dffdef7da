package dev.remora.it.gateway.observability;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A real OpenSearch in a process of its own. */
final class OpenSearch implements AutoCloseable {
  private static final Path ROOT = Path.of(System.getProperty("project.root"));
  private static final Path OUTPUT = Path.of("target", "opensearch.log");
  private static final long START_SECONDS = 90;

  private final Process process;
  private final String url;

  private OpenSearch(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  static OpenSearch start() throws IOException, InterruptedException {
    Path target = ROOT.resolve("it-tests/opensearch/target");
    int port = Http.freePort();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                target.resolve("classes")
                    + java.io.File.pathSeparator
                    + Files.readString(target.resolve("class-path")).trim(),
                "dev.remora.it.opensearch.OpenSearchServer",
                Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(OUTPUT.toFile())
            .start();
    OpenSearch search = new OpenSearch(process, "http://127.0.0.1:" + port);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (Http.jsonOrNull(search.url) == null) {
      if (!process.isAlive() || System.nanoTime() > end) {
        search.close();
        throw new AssertionError("OpenSearch does not start:\n" + Files.readString(OUTPUT));
      }
      Thread.sleep(100);
    }
    return search;
  }

  /** Asks for something; the answer must be a good one. */
  JsonObject ask(String method, String path, String body) throws IOException, InterruptedException {
    HttpResponse<String> reply =
        Http.send(method, url + path, body, "content-type", "application/json");
    if (reply.statusCode() >= 300) {
      throw new AssertionError(method + " " + path + ": " + reply.body());
    }
    return JsonParser.parseString(reply.body()).getAsJsonObject();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
