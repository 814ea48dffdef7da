package dev.remora.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that can't be used, each with all that is said of it beside it. The files are read from the
 * sources, so that what is said can be compared with what an operator sees.
 */
class BadFilesTest {
  private static final Path FOLDER = Path.of("src/test/resources/bad");

  /** Stands for the rest of a line: a list of all keys that grows with the gateway. */
  private static final String REST = "...";

  private static final String KEYS = "; allowed: .{200,}|(?<=unknown key); allowed: .*";

  static Stream<String> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @Test
  void areManyAndHaveExpectations() throws IOException {
    List<String> names = files().toList();
    assertThat(names).hasSizeGreaterThanOrEqualTo(50);
    assertThat(names).allMatch(name -> Files.exists(expectation(name)));
  }

  @ParameterizedTest
  @MethodSource("files")
  void tellWhatIsWrong(String name) throws IOException {
    List<String> said = said(name);
    assertThat(said).isNotEmpty().allMatch(line -> line.lines().count() == 1);
    List<String> expected = Files.readAllLines(expectation(name));
    assertThat(said).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      String line = expected.get(i);
      if (line.endsWith(REST)) {
        assertThat(said.get(i)).startsWith(line.substring(0, line.length() - REST.length()));
      } else {
        assertThat(said.get(i)).isEqualTo(line);
      }
    }
  }

  @Test
  void takesAByteOrderMarkAtTheBeginning(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("bom.yaml"), "\ufeffexpose: [orders]\n");
    assertThat(Main.check(file.toString())).isEmpty();
  }

  @Test
  void tellsOfFilesThatCantBeRead(@TempDir Path folder) throws IOException {
    String file = folder.resolve("none.yaml").toString();
    assertThat(Main.check(file)).containsExactly(file + ": can't be read: no such file");
    assertThat(Main.check(folder.toString()))
        .containsExactly(folder + ": can't be read: is a folder");
  }

  /** What is said, without the folder. */
  private static List<String> said(String name) {
    String file = FOLDER.resolve(name).toString();
    return Main.check(file).stream().map(line -> line.replace(file, name)).toList();
  }

  private static Path expectation(String name) {
    return FOLDER.resolve(name.replace(".yaml", ".expected"));
  }

  /** Writes down what is said now, to be read by whoever changes it. */
  public static void main(String[] args) throws IOException {
    for (String name : files().toList()) {
      try {
        Files.writeString(
            expectation(name),
            String.join("\n", said(name)).replaceAll(KEYS, "; allowed: " + REST) + "\n");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (RuntimeException e) {
        System.out.println(name + ": " + e);
        e.printStackTrace(System.out);
      }
    }
  }
}
