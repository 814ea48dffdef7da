package dev.remora.core.testing;

import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A Consul that runs: the binary of the engines, or with {@code -Dremora.consul=container} the same
 * in a container of {@code remora.consul.image}, which shares the host's network and its temporary
 * folder, so that nothing else differs.
 */
interface ConsulProcess {
  /** Whether it still runs. */
  boolean isAlive();

  /** Ends it as a crash would, and waits for its end. */
  void kill();

  /**
   * Starts {@code consul} with these arguments.
   *
   * @param log what it prints is appended there
   */
  static ConsulProcess start(List<String> arguments, Path log) {
    return "container".equals(System.getProperty("remora.consul"))
        ? Container.start(arguments, log)
        : Binary.start(arguments, log);
  }

  /** The binary. */
  final class Binary implements ConsulProcess {
    private final Process process;

    private Binary(Process process) {
      this.process = process;
      // A test run that is broken off leaves no Consul behind.
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    static Binary start(List<String> arguments, Path log) {
      ProcessBuilder builder = new ProcessBuilder(Engines.path("consul").toString());
      builder.command().addAll(arguments);
      builder
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      try {
        return new Binary(builder.start());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public boolean isAlive() {
      return process.isAlive();
    }

    @Override
    public void kill() {
      process.destroyForcibly();
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** The container. */
  final class Container implements ConsulProcess {
    /** Where the test's folders lie, with configurations, data and certificates. */
    private static final String TEMPORARY = System.getProperty("java.io.tmpdir");

    private final GenericContainer<?> container;

    private Container(GenericContainer<?> container) {
      this.container = container;
    }

    static Container start(List<String> arguments, Path log) {
      append(log, "", StandardOpenOption.CREATE);
      GenericContainer<?> container =
          new GenericContainer<>(
                  DockerImageName.parse(
                      System.getProperty("remora.consul.image", "hashicorp/consul:1.8.7")))
              .withNetworkMode("host")
              // Testcontainers' own way of binding first tries it out with an image that it pulls.
              .withCreateContainerCmdModifier(
                  command ->
                      command.getHostConfig().withBinds(new Bind(TEMPORARY, new Volume(TEMPORARY))))
              .withCommand(arguments.toArray(new String[0]))
              .withLogConsumer(
                  frame -> append(log, frame.getUtf8String(), StandardOpenOption.APPEND));
      container.start();
      return new Container(container);
    }

    /**
     * The last lines arrive after the container's end, when the test may have deleted its folder:
     * to create the log again then would keep the folder from being deleted.
     */
    private static void append(Path log, String text, StandardOpenOption how) {
      try {
        Files.writeString(log, text, how, StandardOpenOption.WRITE);
      } catch (NoSuchFileException e) {
        // Nobody reads it any more.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public boolean isAlive() {
      return container.isRunning();
    }

    @Override
    public void kill() {
      container.stop();
    }
  }
}
