package dev.remora.it.contract.cell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MatrixTest {
  private static final String YAML =
      """
      client: fish
      driver: Fish
      variants: [sync, h2]
      versions:
        - {label: "1.0", jdks: [8, 11]}
        - {label: "2.0"}
        - {label: "3.0", jdks: [17, 21, 25]}
      """;

  @TempDir private Path folder;

  @Test
  void choosesEveryJdkOnceWithTheOldestAndTheNewestVersion() throws IOException {
    assertThat(names(false, null))
        .containsExactly(
            "fish:1.0:sync:8",
            "fish:2.0:sync:11",
            "fish:2.0:sync:17",
            "fish:3.0:sync:21",
            "fish:3.0:sync:25",
            "fish:1.0:h2:8",
            "fish:2.0:h2:11",
            "fish:2.0:h2:17",
            "fish:3.0:h2:21",
            "fish:3.0:h2:25");
  }

  @Test
  void isFullOnRequest() throws IOException {
    assertThat(names(true, null)).hasSize(20).contains("fish:1.0:h2:11", "fish:2.0:sync:25");
  }

  @Test
  void findsNamedCellsInTheFullMatrix() throws IOException {
    assertThat(names(false, "fish:2.0:sync:25,fish:*:h2:21"))
        .containsExactly("fish:2.0:sync:25", "fish:2.0:h2:21", "fish:3.0:h2:21");
    assertThat(names(false, "fish:2x0:*")).isEmpty();
  }

  private List<String> names(boolean full, String globs) throws IOException {
    Path file = Files.writeString(folder.resolve("contract.yaml"), YAML);
    return Matrix.cells(List.of(ClientModule.read(file)), full, globs).stream()
        .map(Cell::toString)
        .toList();
  }
}
