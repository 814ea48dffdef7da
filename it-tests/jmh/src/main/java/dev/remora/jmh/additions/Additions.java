package dev.remora.jmh.additions;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs what tokens and recording add to a call, and holds it against its bounds. {@code
 * -Dquick=true}: short iterations, to see whether it works.
 */
public final class Additions {
  private static final boolean QUICK = Boolean.getBoolean("quick");
  private static final String CALLS = "RecordedCalls ";
  private static final String TOKENS = "AttachedTokens";

  private Additions() {}

  /** Measures. */
  public static void main(String[] arguments) throws RunnerException {
    Map<String, double[]> arms = new TreeMap<>();
    for (RunResult result :
        new Runner(
                new OptionsBuilder()
                    .include("dev\\.remora\\.jmh\\.additions\\..*")
                    .addProfiler(GCProfiler.class)
                    .jvmArgsAppend("-Xmx512m")
                    .shouldFailOnError(true)
                    .threads(1)
                    .forks(QUICK ? 1 : 2)
                    .warmupIterations(QUICK ? 1 : 3)
                    .measurementIterations(QUICK ? 1 : 5)
                    .warmupTime(TimeValue.seconds(1))
                    .measurementTime(TimeValue.seconds(1))
                    .build())
            .run()) {
      String method = result.getParams().getBenchmark();
      String type = method.substring(0, method.lastIndexOf('.'));
      arms.put(
          type.substring(type.lastIndexOf('.') + 1)
              + " "
              + result.getParams().getParam(type.endsWith(TOKENS) ? "token" : "recording"),
          new double[] {
            result.getPrimaryResult().getScore(),
            result.getSecondaryResults().get("gc.alloc.rate.norm").getScore()
          });
    }
    System.out.println("\n| arm | ns | bytes |\n|---|---|---|");
    arms.forEach(
        (arm, score) ->
            System.out.printf(Locale.ROOT, "| %s | %.0f | %.0f |%n", arm, score[0], score[1]));
    boolean held = true;
    for (String arm : new String[] {"sampled-out", "sampled-out-below"}) {
      held &= holds(arms, arm, 1000, 256);
    }
    for (String arm : new String[] {"sampled", "sampled-below"}) {
      held &= holds(arms, arm, 5000, Double.MAX_VALUE);
    }
    held &= attaches(arms.get(TOKENS + " jwt"));
    System.exit(held ? 0 : 1);
  }

  private static boolean attaches(double[] token) {
    // Less than a byte in a hundred is the harness.
    boolean holds = token[0] <= 50 && token[1] < 0.01;
    System.out.printf(
        Locale.ROOT,
        "%s a token adds %.1f ns (<= 50) and %.0f B (0)%n",
        holds ? "ok  " : "MISS",
        token[0],
        token[1]);
    return holds;
  }

  private static boolean holds(Map<String, double[]> arms, String arm, double nanos, double bytes) {
    double[] off = arms.get(CALLS + "off");
    double[] on = arms.get(CALLS + arm);
    boolean holds = on[0] - off[0] <= nanos && on[1] - off[1] <= bytes;
    System.out.printf(
        Locale.ROOT,
        "%s %s adds %.0f ns (<= %.0f) and %.0f B%s%n",
        holds ? "ok  " : "MISS",
        arm,
        on[0] - off[0],
        nanos,
        on[1] - off[1],
        bytes == Double.MAX_VALUE ? "" : String.format(Locale.ROOT, " (<= %.0f)", bytes));
    return holds;
  }
}
