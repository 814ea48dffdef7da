package dev.remora.it.traces;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ./demo} in one of its scenes, with what this build has built. */
final class Demo implements AutoCloseable {
  private static final Path ROOT = Path.of(System.getProperty("project.root"));
  private static final Pattern PAGE = Pattern.compile("(http://\\S+/zipkin/\\S+)\n");

  private final Process process;
  private final Path output;

  private Demo(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Starts a scene: {@code traces} or {@code gateway}. */
  static Demo start(String scene) throws IOException {
    Path output = Path.of("target", scene + ".log");
    ProcessBuilder builder = new ProcessBuilder("./demo", "--" + scene).directory(ROOT.toFile());
    builder.environment().put("DEMO_BUILD", "no");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    return new Demo(builder.start(), output);
  }

  /** The page that it names when there are traces on it. */
  String page() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (System.nanoTime() < end && process.isAlive()) {
      Matcher matcher = PAGE.matcher(output());
      if (matcher.find()) {
        return matcher.group(1);
      }
      Thread.sleep(100);
    }
    throw new AssertionError("no page is named:\n" + output());
  }

  /** Presses Enter; returns what it exits with. */
  int end() throws Exception {
    try (OutputStream in = process.getOutputStream()) {
      in.write('\n');
    }
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError("Enter does not end it:\n" + output());
    }
    return process.exitValue();
  }

  String output() throws IOException {
    return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
  }

  /** It ends what it has started when it is ended. */
  @Override
  public void close() throws Exception {
    process.destroy();
    process.waitFor(30, TimeUnit.SECONDS);
  }
}
