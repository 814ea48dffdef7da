package dev.remora.it.contract;

import dev.remora.it.contract.CellRun.CaseRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/** Prints, at the very end of the run, which cell passed which share of the contract. */
public final class MatrixReport implements TestExecutionListener {
  private static final Path FILE = Path.of("target", "contract-matrix.md");
  private static volatile List<CellRun> runs = List.of();

  static void take(List<CellRun> finished) {
    runs = List.copyOf(finished);
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    if (runs.isEmpty()) {
      return;
    }
    String table = table();
    System.out.println(table);
    try {
      Files.writeString(FILE, table);
    } catch (IOException e) {
      throw new IllegalStateException(FILE + " cannot be written", e);
    }
  }

  private static String table() {
    StringBuilder out = new StringBuilder("\n# Contract of the HTTP clients\n\n");
    out.append("| client | version | variant | JDK | passed | failed | exceptions | seconds |\n");
    out.append("|---|---|---|---:|---:|---:|---:|---:|\n");
    Map<String, TreeSet<String>> reasons = new TreeMap<>();
    Map<String, List<String>> failed = new TreeMap<>();
    List<String> unsteady = new ArrayList<>();
    int[] sum = new int[3];
    for (CellRun run : runs) {
      int[] count = new int[3];
      for (CaseRun each : run.cases()) {
        CaseResult result = each.result().getNow(null);
        if (result == null) {
          continue;
        }
        count[result.passed() ? 0 : result.failure() != null ? 1 : 2]++;
        if (result.exception() != null) {
          reasons
              .computeIfAbsent(
                  "%s %s: %s: %s"
                      .formatted(
                          run.cell().client().name(),
                          run.cell().variant(),
                          result.caseId(),
                          result.exception()),
                  key -> new TreeSet<>())
              .add(run.cell().version().label());
        }
        if (result.unsteady() != null) {
          unsteady.add(
              "%s: %s:%n%s"
                  .formatted(
                      run.cell(),
                      result.caseId(),
                      String.valueOf(result.unsteady().getMessage()).indent(2)));
        }
        if (result.failure() != null) {
          failed
              .computeIfAbsent(run.cell().toString(), key -> new ArrayList<>())
              .add(result.caseId());
        }
      }
      for (int i = 0; i < 3; i++) {
        sum[i] += count[i];
      }
      out.append(
          "| %s | %s | %s | %d | %d | %d | %d | %.1f |%n"
              .formatted(
                  run.cell().client().name(),
                  run.cell().version().label(),
                  run.cell().variant(),
                  run.cell().jdk(),
                  count[0],
                  count[1],
                  count[2],
                  run.took().toMillis() / 1000.0));
    }
    out.append(
        "%n%d cells: %d passed (%d unsteady), %d failed, %d exceptions.%n"
            .formatted(runs.size(), sum[0], unsteady.size(), sum[1], sum[2]));
    if (!reasons.isEmpty()) {
      out.append("\nExceptions:\n");
      reasons.forEach(
          (reason, versions) ->
              out.append("- ").append(reason).append(' ').append(versions).append('\n'));
    }
    if (!unsteady.isEmpty()) {
      out.append("\nUnsteady, failed once and passed each time when repeated:\n");
      unsteady.forEach(each -> out.append("- ").append(each));
    }
    if (!failed.isEmpty()) {
      out.append("\nFailed:\n");
      failed.forEach(
          (cell, cases) ->
              out.append("- ")
                  .append(cell)
                  .append(": ")
                  .append(String.join(", ", cases))
                  .append('\n'));
    }
    return out.toString();
  }
}
