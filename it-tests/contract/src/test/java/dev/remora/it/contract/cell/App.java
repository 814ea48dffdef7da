package dev.remora.it.contract.cell;

import dev.remora.it.app.Answer;
import dev.remora.it.app.Command;
import dev.remora.it.app.Json;
import dev.remora.it.app.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The application in a JVM of its own. */
public final class App implements AutoCloseable {
  private static final int PATIENCE_S = 40;

  /** Long enough for a starting JVM to have become quiet. */
  private static final Duration WINDOW = Duration.ofSeconds(2);

  /** Of one processor; an application that waits for slow endpoints uses a twentieth. */
  private static final double BUSY_SHARE = 0.6;

  private final Process process;
  private final Writer in;
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private final List<String> strayOutput = new CopyOnWriteArrayList<>();
  private final List<String> errorOutput = new CopyOnWriteArrayList<>();
  private final Path log;
  private int commands;
  private long busySince = System.nanoTime();
  private Duration busy = Duration.ZERO;

  /** Starts the application; {@code log} gets its standard error. */
  public App(List<String> command, Path log) throws IOException {
    this.log = log;
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(App::foreign);
    process = builder.start();
    in = process.outputWriter(StandardCharsets.US_ASCII);
    read(process.getInputStream(), "output", this::output);
    Writer file = Files.newBufferedWriter(log);
    read(
        process.getErrorStream(),
        "errors",
        line -> {
          errorOutput.add(line);
          try {
            file.write(line + "\n");
            file.flush();
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  /** What would make the application's JVM say or do more than the test asks of it. */
  private static boolean foreign(String variable) {
    return variable.startsWith("REMORA_")
        || variable.startsWith("JAVA_TOOL")
        || variable.startsWith("JDK_JAVA")
        || variable.startsWith("OTEL_")
        || variable.toLowerCase(Locale.ROOT).endsWith("_proxy");
  }

  /** The command line of a JVM that runs the application. */
  public static List<String> jvm(Path java, Cell cell, Path hosts, List<String> agent) {
    List<String> line = new ArrayList<>();
    line.add(java.toString());
    line.addAll(agent);
    line.addAll(
        List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Djdk.net.hosts.file=" + hosts,
            // Names once found stay: a thread that is interrupted cannot read the file again.
            "-Dsun.net.inetaddr.ttl=-1",
            "-cp",
            Jars.classPath(cell),
            Main.class.getName(),
            cell.client().driver()));
    return line;
  }

  /** Gives the application a command and waits for the answer, {@value #PATIENCE_S} s at most. */
  public synchronized Answer run(Command command) throws IOException, InterruptedException {
    command.id = ++commands;
    in.write(Json.write(command) + "\n");
    in.flush();
    Answer answer = answers.poll(PATIENCE_S, TimeUnit.SECONDS);
    if (answer == null) {
      String threads = threads();
      end();
      throw new IOException(
          "no answer from the application within " + PATIENCE_S + " s; its threads:\n" + threads);
    }
    if (answer.id != command.id) {
      end();
      throw new IOException("the application ended or lost count, see " + log);
    }
    return answer;
  }

  /** Whether it still runs. */
  public boolean alive() {
    return process.isAlive();
  }

  /**
   * Whether it has kept a processor busy since this was asked last, or does not know yet. Some
   * clients leave a thread behind that turns in circles, which slows all cases that follow.
   */
  public boolean spins() {
    long now = System.nanoTime();
    Duration elapsed = Duration.ofNanos(now - busySince);
    if (elapsed.compareTo(WINDOW) < 0) {
      return false;
    }
    Duration used = process.info().totalCpuDuration().orElse(Duration.ZERO);
    boolean spins = used.minus(busy).toMillis() > BUSY_SHARE * elapsed.toMillis();
    busySince = now;
    busy = used;
    return spins;
  }

  /** Lines on standard output that are no answers. */
  public List<String> strayOutput() {
    return strayOutput;
  }

  /** Lines on standard error. */
  public List<String> errorOutput() {
    return errorOutput;
  }

  /**
   * Ends the application's input and waits for it to end. Returns its exit value, or null: it goes
   * on.
   */
  public Integer end(long seconds) throws IOException, InterruptedException {
    in.close();
    return process.waitFor(seconds, TimeUnit.SECONDS) ? process.exitValue() : null;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private void end() throws InterruptedException {
    close();
    process.waitFor();
  }

  private void output(String line) {
    if (line.startsWith("{\"id\":")) {
      answers.add(Json.read(line, Answer.class));
    } else {
      strayOutput.add(line);
    }
  }

  private String threads() throws IOException, InterruptedException {
    // The number of a process that has ended may be another's by now.
    if (process.isAlive()) {
      new ProcessBuilder("kill", "-QUIT", String.valueOf(process.pid())).start().waitFor();
      Thread.sleep(500);
    }
    return Stream.of(String.join("\n", strayOutput).split("\n\n"))
        .filter(thread -> thread.startsWith("\"app-"))
        .collect(Collectors.joining("\n\n"));
  }

  private void read(InputStream from, String role, Consumer<String> line) {
    Thread thread =
        new Thread(
            () -> {
              try (BufferedReader reader =
                  new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
                reader.lines().forEach(line);
              } catch (UncheckedIOException | IOException e) {
                // The application was ended.
              }
              if (role.equals("output")) {
                answers.add(new Answer());
              }
            },
            "application " + role);
    thread.setDaemon(true);
    thread.start();
  }
}
