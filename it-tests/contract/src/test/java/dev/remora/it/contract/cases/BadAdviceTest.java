package dev.remora.it.contract.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.it.contract.cell.Cell;
import dev.remora.it.contract.cell.ClientModule;
import dev.remora.it.contract.cell.Matrix;
import dev.remora.it.contract.cell.Slot;
import dev.remora.it.contract.cell.Stage;
import dev.remora.it.contract.fault.BadAdviceJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Advice that throws, at every hook point of every client: the application's calls are as without
 * the agent.
 */
class BadAdviceTest {
  private static final Path FOLDER = Path.of("target", "bad-advice");
  private static final Set<String> REACHED = new TreeSet<>();

  private static BadAdviceJar jar;
  private static Slot slot;

  @BeforeAll
  static void start() throws Exception {
    Path target = Files.createDirectories(FOLDER).resolve("bad-advice-agent.jar");
    jar = BadAdviceJar.write(Path.of("../../agent/javaagent/target/remora-agent.jar"), target);
    slot = new Slot(FOLDER, target, List.of());
  }

  @AfterAll
  static void end() throws Exception {
    slot.close();
  }

  @Test
  void everyAdviceSuppressesWhatItThrows() {
    assertThat(jar.suppressing())
        .isNotEmpty()
        .allSatisfy((advice, suppresses) -> assertThat(suppresses).as(advice).isTrue());
  }

  @TestFactory
  List<DynamicTest> clients() throws Exception {
    return ClientModule.all(Path.of("../../instrumentation")).stream()
        .map(
            client ->
                DynamicTest.dynamicTest(client.name(), () -> callsAreAsWithoutTheAgent(client)))
        .collect(Collectors.toList());
  }

  private void callsAreAsWithoutTheAgent(ClientModule client) throws Exception {
    Matrix.Extent extent = Matrix.Extent.of(System.getProperty("matrix"));
    for (Cell cell : Matrix.cells(List.of(client), extent, null)) {
      Path folder = FOLDER.resolve(cell.toString().replace(':', '_'));
      try (Stage stage = new Stage(cell, slot, folder)) {
        new Calls(stage).make();
        assertThat(reached(stage)).as("advice that threw in " + cell).isNotEmpty();
        REACHED.addAll(reached(stage));
      }
    }
  }

  private static Set<String> reached(Stage stage) {
    return stage.with().errorOutput().stream()
        .filter(line -> line.startsWith(BadAdviceJar.MARK))
        .map(line -> line.substring(BadAdviceJar.MARK.length()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Calls that need no agent, in the ways that lead through hook points. */
  private static final class Calls extends Group {
    Calls(Stage stage) {
      super(stage);
    }

    /** Some clients refuse some of these, in the same way with the agent and without. */
    void make() throws Exception {
      String external = "http://localhost:{external}";
      if (stage().cell().exception("cookies-of-one-service") == null) {
        same(
            options -> options.cookies = true,
            get(external + "/set-cookie"),
            get(external + "/ok"));
      }
      same(get(external + "/ok"));
      same(post(external + "/echo", bytes("hello")));
      same(get(external + "/redirect/302?to=" + external + "/ok/landing"));
      same(get("http://localhost:{dead}/ok"));
      same(get("http://no-such-name/ok"));
    }
  }
}
