package dev.remora.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a file is full, and what becomes of it. */
class LogFileTest {
  private static final Duration LONG = Duration.ofHours(1);

  @TempDir Path folder;

  @Test
  void beginsANewOneWhenItIsFullAndKeepsSome() throws IOException {
    LogFile log = new LogFile(file(), new Rotation(10, LONG, 2));
    for (String line : new String[] {"first-----\n", "second----\n", "third-----\n", "fourth\n"}) {
      write(log, line);
      log.tend();
    }
    log.close();
    assertThat(Files.readString(file())).isEqualTo("fourth\n");
    assertThat(Files.readString(folder.resolve("access.log.1"))).isEqualTo("third-----\n");
    assertThat(Files.readString(folder.resolve("access.log.2"))).isEqualTo("second----\n");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(3);
    }
  }

  @Test
  void beginsANewOneWhenItIsOld() throws IOException {
    LogFile log = new LogFile(file(), new Rotation(1 << 20, Duration.ofSeconds(1), 3));
    write(log, "old\n");
    await()
        .atMost(Duration.ofSeconds(5))
        .until(
            () -> {
              log.tend();
              return Files.exists(folder.resolve("access.log.1"));
            });
    write(log, "new\n");
    log.close();
    assertThat(Files.readString(file())).isEqualTo("new\n");
  }

  @Test
  void beginsANewOneWhenItWasRenamed() throws IOException {
    LogFile log = new LogFile(file(), new Rotation(1 << 20, LONG, 3));
    write(log, "one\n");
    Files.move(file(), folder.resolve("rotated"));
    await()
        .atMost(Duration.ofSeconds(5))
        .until(
            () -> {
              log.tend();
              return Files.exists(file());
            });
    write(log, "two\n");
    log.close();
    assertThat(Files.readString(folder.resolve("rotated"))).isEqualTo("one\n");
    assertThat(Files.readString(file())).isEqualTo("two\n");
  }

  @Test
  void goesOnAtItsEnd() throws IOException {
    Files.writeString(file(), "before\n");
    LogFile log = new LogFile(file(), new Rotation(1 << 20, LONG, 3));
    write(log, "after\n");
    log.close();
    assertThat(Files.readString(file())).isEqualTo("before\nafter\n");
  }

  @Test
  void leavesWhatIsNoFileAlone() throws IOException {
    Files.createSymbolicLink(file(), Path.of("/dev/null"));
    LogFile log = new LogFile(file(), new Rotation(10, LONG, 2));
    write(log, "first-----\n");
    log.tend();
    write(log, "second----\n");
    log.tend();
    log.close();
    assertThat(Files.isSymbolicLink(file())).isTrue();
    assertThat(folder.resolve("access.log.1")).doesNotExist();
  }

  @Test
  void isForItsOwnerAndGroupOnly() throws IOException {
    new LogFile(file(), new Rotation(1 << 20, LONG, 3)).close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isIn("rw-r-----", "rw-------");
  }

  @Test
  void saysThatItCanNotBeWritten() {
    Path nowhere = folder.resolve("nowhere").resolve("access.log");
    assertThatThrownBy(() -> new LogFile(nowhere, new Rotation(1 << 20, LONG, 3)))
        .isInstanceOfSatisfying(
            IOException.class,
            e -> assertThat(LogWriter.reason(e)).isEqualTo(nowhere + ": NoSuchFile"));
  }

  private Path file() {
    return folder.resolve("access.log");
  }

  private static void write(LogFile log, String line) throws IOException {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    assertThat(log.take(bytes, 0, bytes.length)).isEqualTo(bytes.length);
  }
}
