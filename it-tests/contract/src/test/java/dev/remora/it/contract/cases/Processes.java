package dev.remora.it.contract.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.it.contract.cell.Stage;
import java.util.List;

/** The application's process says what it always says, and ends as it always ends. */
final class Processes extends Group {
  Processes(Stage stage) {
    super(stage);
  }

  @Case("process-1-standard-output")
  void output() {
    assertThat(shapes(stage().with().strayOutput()))
        .as("standard output is the application's alone")
        .isSubsetOf(shapes(stage().without().strayOutput()));
  }

  @Case("process-2-standard-error")
  void errors() {
    assertThat(shapes(stage().with().errorOutput()))
        .as("no warning by the JVM, no complaint by the agent")
        .isSubsetOf(shapes(stage().without().errorOutput()));
  }

  @Case("process-3-ends")
  void ends() throws Exception {
    Integer without = stage().without().end(10);
    Integer with = stage().with().end(10);
    assertThat(with).as("exit value").isEqualTo(without).isEqualTo(0);
  }

  /** Lines without numbers and time stamps, without the agent's own plain messages. */
  private static List<String> shapes(List<String> lines) {
    return lines.stream().map(line -> line.replaceAll("\\d+", "N")).distinct().toList();
  }
}
