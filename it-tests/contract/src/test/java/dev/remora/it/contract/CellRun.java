package dev.remora.it.contract;

import dev.remora.it.contract.cases.Catalog;
import dev.remora.it.contract.cell.Cell;
import dev.remora.it.contract.cell.Slot;
import dev.remora.it.contract.cell.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** A cell being run: its cases one after the other, each with a result to wait for. */
final class CellRun {
  /** Cases excepted are run all the same, and count as passed where they pass. */
  private static final boolean RUN_EXCEPTIONS =
      "run".equals(System.getProperty("contract.exceptions"));

  private static final Steadiness STEADINESS =
      new Steadiness(Integer.getInteger("contract.repetitions", 3));

  private final Cell cell;
  private final List<CaseRun> cases;
  private volatile Duration took = Duration.ZERO;

  CellRun(Cell cell, Predicate<String> wanted) {
    this.cell = cell;
    this.cases =
        Catalog.of(cell).stream()
            .filter(entry -> wanted.test(entry.name()))
            .map(entry -> new CaseRun(entry, new CompletableFuture<>()))
            .toList();
  }

  Cell cell() {
    return cell;
  }

  List<CaseRun> cases() {
    return cases;
  }

  Duration took() {
    return took;
  }

  /** Runs all cases in a slot of the queue, which gets it back. */
  void run(BlockingQueue<Slot> slots, Path folder) {
    Slot slot = null;
    try {
      slot = slots.take();
      long begin = System.nanoTime();
      try (Stage stage = new Stage(cell, slot, folder.resolve(cell.toString().replace(':', '_')))) {
        for (CaseRun each : cases) {
          CaseResult result = STEADINESS.result(() -> run(each.entry(), stage), stage::mend);
          took = Duration.ofNanos(System.nanoTime() - begin);
          each.result().complete(result);
          stage.mend();
        }
      }
    } catch (Throwable e) {
      AssertionError broken = new AssertionError("the cell cannot be run", e);
      for (CaseRun each : cases) {
        each.result().complete(CaseResult.failed(each.entry().name(), broken));
      }
    } finally {
      if (slot != null) {
        slots.add(slot);
      }
    }
  }

  private CaseResult run(Catalog.Entry entry, Stage stage) {
    String exception = cell.exception(entry.name());
    if (exception != null && !RUN_EXCEPTIONS) {
      return CaseResult.excepted(entry.name(), exception);
    }
    try {
      entry.run(stage);
      return CaseResult.passed(entry.name());
    } catch (Throwable e) {
      return exception == null
          ? CaseResult.failed(entry.name(), e)
          : CaseResult.excepted(entry.name(), exception);
    }
  }

  record CaseRun(Catalog.Entry entry, CompletableFuture<CaseResult> result) {}
}
