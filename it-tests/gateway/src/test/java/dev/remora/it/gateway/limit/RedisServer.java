package dev.remora.it.gateway.limit;

import dev.remora.core.testing.Engines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A real Redis on a port of 127.0.0.1, which can be killed and started again. */
final class RedisServer implements AutoCloseable {
  private final Path folder;
  private final int port;
  private final List<String> options;
  private Process process;

  /**
   * Starts one; it answers when this returns.
   *
   * @param options lines of its configuration beside folder and port; PORT stands for the port
   */
  RedisServer(String... options) throws IOException, InterruptedException {
    folder = Files.createTempDirectory("redis");
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    this.options =
        Arrays.stream(options).map(each -> each.replace("PORT", Integer.toString(port))).toList();
    start();
  }

  /** Starts it where it was, with what it has kept. */
  void start() throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    lines.add("bind 127.0.0.1");
    lines.add("dir " + folder);
    lines.add("port " + port);
    lines.addAll(options);
    Path file = Files.write(folder.resolve("redis.conf"), lines);
    process =
        new ProcessBuilder(Engines.path("redis").toString(), file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    long end = System.nanoTime() + 10_000_000_000L;
    while (!Files.readString(folder.resolve("log")).contains("Ready to accept connections")) {
      if (System.nanoTime() > end || !process.isAlive()) {
        throw new AssertionError(Files.readString(folder.resolve("log")));
      }
      Thread.sleep(5);
    }
  }

  int port() {
    return port;
  }

  /** {@code kill -9}. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Has it hang, or go on. */
  void hang(boolean hang) throws IOException, InterruptedException {
    String signal = hang ? "-STOP" : "-CONT";
    new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
  }

  /** What it answers to one command, without a password and without TLS. */
  String ask(String command) throws IOException, InterruptedException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(5_000);
      socket
          .getOutputStream()
          .write((command + "\r\nQUIT\r\n").getBytes(StandardCharsets.US_ASCII));
      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      return all.substring(0, all.length() - "+OK\r\n".length());
    }
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
