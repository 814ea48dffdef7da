package dev.remora.it.contract.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
  void goesAlongTheEdgesFromTheOldestToTheNewest() throws IOException {
    assertThat(names("edges", null))
        .containsExactly(
            "fish:1.0:sync:8",
            "fish:2.0:sync:11",
            "fish:3.0:sync:25",
            "fish:1.0:h2:8",
            "fish:3.0:h2:25");
    assertThat(names(null, null)).isEqualTo(names("edges", null));
  }

  @Test
  void takesEveryJdkOnceFromTheOldestVersionToTheNewest() throws IOException {
    assertThat(names("jdks", null))
        .startsWith(
            "fish:1.0:sync:8",
            "fish:1.0:sync:11",
            "fish:3.0:sync:17",
            "fish:3.0:sync:21",
            "fish:3.0:sync:25",
            "fish:1.0:h2:8")
        .hasSize(10);
  }

  @Test
  void isFullOnRequest() throws IOException {
    assertThat(names("full", null)).hasSize(20).contains("fish:1.0:h2:11", "fish:2.0:sync:25");
  }

  @Test
  void saysWhichExtentsThereAre() {
    assertThatThrownBy(() -> names("chosen", null))
        .hasMessage("-Dmatrix=chosen is not known; allowed: edges, jdks, full");
  }

  @Test
  void findsNamedCellsInTheFullMatrix() throws IOException {
    assertThat(names(null, "fish:2.0:sync:25,fish:*:h2:21"))
        .containsExactly("fish:2.0:sync:25", "fish:2.0:h2:21", "fish:3.0:h2:21");
    assertThat(names(null, "fish:2x0:*")).isEmpty();
  }

  private List<String> names(String extent, String globs) throws IOException {
    Path file = Files.writeString(folder.resolve("contract.yaml"), YAML);
    return Matrix.cells(List.of(ClientModule.read(file)), Matrix.Extent.of(extent), globs).stream()
        .map(Cell::toString)
        .toList();
  }
}
