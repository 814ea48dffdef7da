package dev.remora.benchmarks.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program under test, in processes of its own, and what the operating system says of it. */
final class Program implements AutoCloseable {
  /** USER_HZ of Linux on all usual platforms: /proc counts in hundredths of a second. */
  private static final long TICK_MICROS = 10_000;

  private static final long START_SECONDS = 60;

  private final String name;
  private final String url;
  private final Process process;

  private Program(String name, String url, Process process) {
    this.name = name;
    this.url = url;
    this.process = process;
  }

  /**
   * Starts a program, and waits for its first 200.
   *
   * @param url where it answers with 200
   * @param log what it prints
   */
  static Program start(String name, String url, Path log, List<String> command)
      throws IOException, InterruptedException {
    return start(name, url, log, command, Map.of(), null);
  }

  /**
   * As the other, with variables of the environment.
   *
   * @param token to be asked with; null: without one
   */
  static Program start(
      String name,
      String url,
      Path log,
      List<String> command,
      Map<String, String> environment,
      String token)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    Program program = new Program(name, url, process);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!program.answers(token)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        program.close();
        throw new IOException(name + " does not answer at " + url + ":\n" + Files.readString(log));
      }
      Thread.sleep(5);
    }
    return program;
  }

  private boolean answers(String token) {
    try {
      HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
      if (token != null) {
        connection.setRequestProperty("Authorization", "Bearer " + token);
      }
      connection.setConnectTimeout(1_000);
      connection.setReadTimeout(1_000);
      return connection.getResponseCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  String name() {
    return name;
  }

  String url() {
    return url;
  }

  /** All its processes. */
  private Stream<ProcessHandle> processes() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants());
  }

  /** Processor time that it has used so far, in microseconds. */
  long cpuMicros() {
    return processes().mapToLong(each -> ticks(each.pid()) * TICK_MICROS).sum();
  }

  private static long ticks(long pid) {
    String stat = read(Path.of("/proc", Long.toString(pid), "stat"));
    // After the name, which may hold anything: field 3 and on. utime is 14, stime 15.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }

  /** Memory that it takes, in MiB. */
  long residentMiB() {
    return processes().mapToLong(each -> resident(each.pid())).sum() / 1024;
  }

  private static long resident(long pid) {
    for (String line : read(Path.of("/proc", Long.toString(pid), "status")).lines().toList()) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    return 0;
  }

  /** What lives on the heap of its JVM, in bytes, after a full collection. */
  long liveBytes() throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(process.pid()),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String out = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    jcmd.waitFor();
    String total = out.substring(out.lastIndexOf("Total"));
    return Long.parseLong(total.trim().split(" +", -1)[2]);
  }

  /** How many connections it has open, listeners included. */
  long sockets() {
    return processes().mapToLong(each -> sockets(each.pid())).sum();
  }

  private static long sockets(long pid) {
    try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return open.filter(Program::isSocket).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException e) {
      return false;
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it at once, as a crash would. */
  void kill() {
    List<ProcessHandle> all = processes().toList();
    all.forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public void close() throws InterruptedException {
    List<ProcessHandle> all = processes().toList();
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    all.forEach(ProcessHandle::destroyForcibly);
  }
}
