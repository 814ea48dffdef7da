package dev.remora.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.it.contract.cases.Catalog;
import dev.remora.it.contract.cell.Cell;
import dev.remora.it.contract.cell.ClientModule;
import dev.remora.it.contract.cell.ExceptionRule;
import dev.remora.it.contract.cell.Matrix;
import dev.remora.it.contract.cell.Slot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The contract: every case, for every client that declares itself in a {@code contract.yaml}, on
 * every cell. How to run a part of it is told in {@code it-tests/README.md}.
 */
final class HttpClientContractTest {
  /** More unsteady cases than these, of all in a run, are taken for a fault of the agent. */
  private static final int MAX_UNSTEADY = 5;

  private static final Path FOLDER = Path.of("target", "contract");
  private static final List<CellRun> RUNS = new ArrayList<>();
  private static final List<Slot> SLOTS = new ArrayList<>();
  private static ExecutorService workers;

  @BeforeAll
  static void start() throws Exception {
    List<ClientModule> clients = ClientModule.all(Path.of("../../instrumentation"));
    clients.forEach(HttpClientContractTest::check);
    Matrix.Extent extent = Matrix.Extent.of(System.getProperty("matrix"));
    for (Cell cell : Matrix.cells(clients, extent, System.getProperty("contract.cells"))) {
      RUNS.add(new CellRun(cell, wantedCases()));
    }
    if (RUNS.isEmpty()) {
      throw new IllegalArgumentException(
          "no cell is called " + System.getProperty("contract.cells"));
    }
    int parallel = Math.min(Integer.getInteger("contract.parallel", 3), RUNS.size());
    for (int i = 0; i < parallel; i++) {
      SLOTS.add(new Slot(FOLDER.resolve("slot-" + i), agent(), Catalog.services()));
    }
    workers = Executors.newFixedThreadPool(parallel);
    BlockingQueue<Slot> free = new LinkedBlockingQueue<>(SLOTS);
    for (CellRun run : RUNS) {
      workers.execute(() -> run.run(free, FOLDER));
    }
  }

  @AfterAll
  static void end() throws Exception {
    if (workers != null) {
      workers.shutdown();
      workers.awaitTermination(1, TimeUnit.MINUTES);
    }
    for (Slot slot : SLOTS) {
      slot.close();
    }
    MatrixReport.take(RUNS);
  }

  @TestFactory
  List<DynamicContainer> cells() {
    return RUNS.stream()
        .map(
            run ->
                DynamicContainer.dynamicContainer(
                    run.cell().toString(), run.cases().stream().map(each -> test(run, each))))
        .toList();
  }

  @Test
  void fewCasesAreUnsteady() {
    List<String> unsteady =
        RUNS.stream()
            .flatMap(
                run ->
                    run.cases().stream()
                        .map(each -> each.result().join())
                        .filter(result -> result.unsteady() != null)
                        .map(result -> run.cell() + " " + result.caseId()))
            .toList();
    assertThat(unsteady)
        .as("cases that failed, then passed")
        .hasSizeLessThanOrEqualTo(MAX_UNSTEADY);
  }

  private static DynamicTest test(CellRun run, CellRun.CaseRun each) {
    String exception = run.cell().exception(each.entry().name());
    String name =
        each.entry().name() + (exception == null ? "" : " (exception: " + exception + ")");
    return DynamicTest.dynamicTest(
        run.cell() + " " + name,
        () -> {
          CaseResult result = each.result().get();
          if (result.failure() != null) {
            throw result.failure();
          }
        });
  }

  private static Path agent() {
    String jar = System.getProperty("remora.agent.jar");
    if (jar == null) {
      return Path.of("../../agent/javaagent/target/remora-agent.jar");
    }
    return jar.equals("none") ? null : Path.of(jar);
  }

  private static void check(ClientModule client) {
    for (ExceptionRule rule : client.exceptions()) {
      if (!Catalog.names().contains(rule.subject())) {
        throw new IllegalArgumentException(
            client.name()
                + "'s contract.yaml: exceptions: there is no case "
                + rule.subject()
                + "; there are "
                + Catalog.names());
      }
    }
  }

  private static Predicate<String> wantedCases() {
    String globs = System.getProperty("contract.cases");
    return globs == null
        ? name -> true
        : Pattern.compile("(" + globs.replace("*", ".*").replace(",", "|") + ")")
            .asMatchPredicate();
  }
}
