package dev.remora.it.traces;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Java programs that this build has built, each in a process of its own, until all are ended. */
final class Programs implements AutoCloseable {
  private static final Path ROOT = Path.of(System.getProperty("project.root"));
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  private static final int FIRST_PORT = 20_000;
  private static final int LAST_PORT = 32_000;

  private final List<Process> processes = new ArrayList<>();

  /**
   * Starts one.
   *
   * @param name of the file with its output
   * @param arguments of {@code java}
   */
  void start(String name, Map<String, String> environment, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(JAVA.toString());
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Path.of("target", name + ".log").toFile());
    builder.environment().putAll(environment);
    processes.add(builder.start());
  }

  /** The path of something that is built. */
  static String built(String path) {
    return ROOT.resolve(path).toString();
  }

  /**
   * A port that nobody has, and nobody gets: those that clients get by themselves (Linux: 32768 and
   * above) come and go, and a program takes seconds to listen on its own.
   */
  static int freePort() throws IOException {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException e) {
        // Somebody has it: another one.
      }
    }
  }

  @Override
  public void close() throws InterruptedException {
    for (Process process : processes) {
      process.destroy();
    }
    for (Process process : processes) {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    }
  }
}
