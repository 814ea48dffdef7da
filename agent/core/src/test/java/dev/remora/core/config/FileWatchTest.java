package dev.remora.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.LogLines;
import dev.remora.core.log.Log;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWatchTest {
  private static final String KEPT = " (what was read before stays in use)";

  @TempDir Path folder;

  private final LogLines log = new LogLines(Log.Level.INFO);
  private final List<String> accepted = new ArrayList<>();
  private Path file;
  private FileWatch watch;

  @BeforeEach
  void start() throws IOException {
    file = folder.resolve("f");
    write("one");
    watch = watch("one");
    poll(20);
    assertThat(accepted).isEmpty();
  }

  private FileWatch watch(String initial) {
    return new FileWatch(
        file.toString(),
        initial == null ? null : initial.getBytes(StandardCharsets.UTF_8),
        bytes -> {
          String text = new String(bytes, StandardCharsets.UTF_8);
          if (text.startsWith("bad")) {
            throw new ConfigException("f:1:1: " + text);
          }
          accepted.add(text);
        },
        log.log());
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text);
  }

  private void poll(int times) {
    for (int i = 0; i < times; i++) {
      watch.poll();
    }
  }

  private List<String> lines() {
    return log.lines().stream().map(line -> line.replace(file.toString(), "f")).toList();
  }

  @Test
  void takesAnEditAfterTwoEqualPolls() throws IOException {
    write("two");
    poll(1);
    assertThat(accepted).isEmpty();
    poll(1);
    assertThat(accepted).containsExactly("two");
    poll(20);
    assertThat(accepted).containsExactly("two");
    assertThat(lines()).containsExactly("f: the new content is in use");
  }

  @Test
  void doesNotTakeAFileThatIsBeingWritten() throws IOException {
    for (String part : List.of("bad", "bad b", "bad be")) {
      write(part);
      poll(1);
    }
    write("three");
    poll(2);

    assertThat(accepted).containsExactly("three");
    assertThat(lines()).containsExactly("f: the new content is in use");
  }

  @Test
  void takesAnAtomicReplacement() throws IOException {
    Path next = Files.writeString(folder.resolve("next"), "two");
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    poll(2);
    assertThat(accepted).containsExactly("two");
  }

  @Test
  void takesAReplacementOfTheSameSizeAndTime() throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    write("two");
    Files.setLastModifiedTime(file, time);
    poll(11);
    assertThat(accepted).containsExactly("two");
  }

  /** What Kubernetes does: the file is a link through a link to a folder, and that one is moved. */
  @Test
  void followsLinksThatArePointedElsewhere() throws IOException {
    Files.delete(file);
    Path one = Files.createDirectory(folder.resolve("..1"));
    Path two = Files.createDirectory(folder.resolve("..2"));
    Files.writeString(one.resolve("f"), "one");
    Files.writeString(two.resolve("f"), "two");
    FileTime time = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(one.resolve("f"), time);
    Files.setLastModifiedTime(two.resolve("f"), time);
    Path data = Files.createSymbolicLink(folder.resolve("..data"), Path.of("..1"));
    Files.createSymbolicLink(file, Path.of("..data", "f"));
    poll(20);
    assertThat(accepted).isEmpty();

    Path swap = Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of("..2"));
    Files.move(swap, data, StandardCopyOption.ATOMIC_MOVE);
    poll(11);

    assertThat(accepted).containsExactly("two");
    assertThat(lines()).containsExactly("f: the new content is in use");
  }

  @Test
  void tellsABadEditOnceAndItsMending() throws IOException {
    write("bad 1");
    poll(30);
    assertThat(watch.problem()).isEqualTo("f:1:1: bad 1");
    write("bad 2");
    poll(30);
    write("one");
    poll(30);

    assertThat(accepted).isEmpty();
    assertThat(watch.problem()).isNull();
    assertThat(lines())
        .containsExactly(
            "f:1:1: bad 1" + KEPT, "f:1:1: bad 2" + KEPT, "f: is good again and in use");

    write("bad 1");
    poll(2);
    write("two");
    poll(2);
    assertThat(accepted).containsExactly("two");
    assertThat(lines()).hasSize(5).endsWith("f:1:1: bad 1" + KEPT, "f: is good again and in use");
  }

  @Test
  void keepsTheOldOneWhenTheFileIsDeleted() throws IOException {
    Files.delete(file);
    poll(1);
    assertThat(lines()).isEmpty();
    poll(30);
    assertThat(lines()).containsExactly("f: can't be read: no such file" + KEPT);

    write("one");
    poll(2);
    assertThat(lines()).hasSize(2).endsWith("f: is good again and in use");
    assertThat(accepted).isEmpty();
  }

  @Test
  void takesAnEmptiedFileForOneThatIsBeingWritten() throws IOException {
    write(" \n");
    poll(30);
    assertThat(accepted).isEmpty();
    assertThat(lines()).containsExactly("f: is empty" + KEPT);
  }

  @Test
  void keepsTheOldOneWhenAFolderTakesTheFilesPlace() throws IOException {
    Files.delete(file);
    Files.createDirectory(file);
    poll(30);
    assertThat(lines()).containsExactly("f: can't be read: is a folder" + KEPT);
  }

  @Test
  void takesTheFirstContentAtOnceAndLeavesTellingToItsOwner() throws IOException {
    Files.delete(file);
    watch = watch(null);
    poll(3);
    assertThat(watch.problem()).isEqualTo(file + ": can't be read: no such file");
    write("bad");
    poll(3);
    assertThat(watch.problem()).isEqualTo("f:1:1: bad");
    write("first");
    poll(1);

    assertThat(accepted).containsExactly("first");
    assertThat(watch.problem()).isNull();
    assertThat(lines()).isEmpty();
  }
}
