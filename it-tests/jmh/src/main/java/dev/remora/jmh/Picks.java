package dev.remora.jmh;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs all picks in one go and prints them side by side, with ratios and bounds. {@code
 * -Dquick=true}: 100 endpoints, one thread and short iterations, to see whether it works.
 */
public final class Picks {
  private static final boolean QUICK = Boolean.getBoolean("quick");
  private static final double MOST_NANOS = 60;
  private static final double LEAST_RATIO = 10;

  /** Below this it is the harness: a byte in a thousand picks. */
  private static final double NO_BYTES = 0.01;

  private static final String OURS = "RemoraPicks default";
  private static final String OUTCOME = "RemoraOutcomes default";
  private static final String BARE = "BareCounters";
  private static final String SPRING = "SpringPicks";

  private Picks() {}

  /** Measures. */
  public static void main(String[] arguments) throws RunnerException {
    Map<String, Map<String, Score>> arms = new TreeMap<>();
    List<Integer> threads = QUICK ? List.of(1) : List.of(1, 2);
    for (int count : threads) {
      for (RunResult result : new Runner(options(count).build()).run()) {
        arms.computeIfAbsent(arm(result), name -> new TreeMap<>())
            .put(column(parameter(result, "endpoints"), count), Score.of(result));
      }
    }
    print(arms, threads);
  }

  private static ChainedOptionsBuilder options(int threads) {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("dev\\.remora\\.jmh\\.\\w+\\.\\w+$")
            .addProfiler(GCProfiler.class)
            .jvmArgsAppend("-Xmx512m")
            .shouldFailOnError(true)
            .threads(threads)
            .forks(1);
    if (QUICK) {
      return options
          .param("endpoints", "100")
          .warmupIterations(1)
          .measurementIterations(1)
          .warmupTime(TimeValue.seconds(1))
          .measurementTime(TimeValue.seconds(1));
    }
    return options
        .warmupIterations(3)
        .measurementIterations(5)
        .warmupTime(TimeValue.seconds(1))
        .measurementTime(TimeValue.seconds(1));
  }

  /** The class and the policy. */
  private static String arm(RunResult result) {
    String method = result.getParams().getBenchmark();
    String type = method.substring(0, method.lastIndexOf('.'));
    String policy = parameter(result, "policy");
    return type.substring(type.lastIndexOf('.') + 1) + (policy.isEmpty() ? "" : " " + policy);
  }

  private static String parameter(RunResult result, String name) {
    Collection<String> known = result.getParams().getParamsKeys();
    return known.contains(name) ? result.getParams().getParam(name) : "";
  }

  private static String column(String endpoints, int threads) {
    return String.format("%4s endpoints, %d thread%s", endpoints, threads, threads > 1 ? "s" : "");
  }

  private static void print(Map<String, Map<String, Score>> arms, List<Integer> threads) {
    List<String> columns = new ArrayList<>();
    for (int count : threads) {
      for (String endpoints : QUICK ? List.of("100") : List.of("10", "100", "1000")) {
        columns.add(column(endpoints, count));
      }
    }
    StringBuilder text = new StringBuilder("\n| ns (bytes) |");
    columns.forEach(column -> text.append(' ').append(column.strip()).append(" |"));
    text.append("\n|---|").append("---|".repeat(columns.size())).append('\n');
    arms.forEach(
        (arm, scores) -> {
          text.append("| ").append(arm).append(" |");
          columns.forEach(column -> text.append(' ').append(scores.get(column)).append(" |"));
          text.append('\n');
        });
    boolean held = true;
    text.append('\n');
    for (String column : columns) {
      Score ours = arms.get(OURS).get(column);
      Score outcome = arms.get(OUTCOME).get(column);
      double bare = arms.get(BARE).get(column).nanos;
      double ratio = arms.get(SPRING).get(column).nanos / ours.nanos;
      boolean holds =
          ours.nanos <= MOST_NANOS
              && ours.bytes < NO_BYTES
              && outcome.nanos <= MOST_NANOS
              && outcome.bytes < NO_BYTES
              && ratio >= LEAST_RATIO;
      held &= holds;
      text.append(
          String.format(
              Locale.ROOT,
              "%s %s: pick %s (<= 60 ns, 0 B), outcome %s (<= 60 ns, 0 B; its counters alone"
                  + " %.1f), Spring Cloud LoadBalancer / Remora %.1f (>= 10)%n",
              holds ? "ok  " : "MISS",
              column,
              ours,
              outcome,
              bare,
              ratio));
    }
    System.out.print(text);
    System.exit(held ? 0 : 1);
  }

  private static final class Score {
    private final double nanos;
    private final double error;
    private final double bytes;

    private Score(double nanos, double error, double bytes) {
      this.nanos = nanos;
      this.error = error;
      this.bytes = bytes;
    }

    static Score of(RunResult result) {
      Result<?> primary = result.getPrimaryResult();
      Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
      return new Score(primary.getScore(), primary.getScoreError(), allocated.getScore());
    }

    @Override
    public String toString() {
      String width = Double.isNaN(error) ? "" : String.format(Locale.ROOT, " ± %.1f", error);
      return String.format(Locale.ROOT, "%.1f%s (%.0f)", nanos, width, bytes);
    }
  }
}
