package dev.remora.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** A scenario, run with every contestant and several seeds, as a table and a picture. */
final class Tables {
  private final Scenario scenario;
  private final List<Row> rows;

  private Tables(Scenario scenario, List<Row> rows) {
    this.scenario = scenario;
    this.rows = rows;
  }

  /** Runs a scenario; runs of different seeds at the same time. */
  static Tables of(Scenario scenario, List<Contestant> contestants, int seeds) {
    List<Row> rows = new ArrayList<>();
    for (Contestant contestant : contestants) {
      rows.add(
          new Row(
              contestant,
              LongStream.rangeClosed(1, seeds)
                  .parallel()
                  .mapToObj(seed -> scenario.run(contestant, seed))
                  .toList()));
    }
    return new Tables(scenario, rows);
  }

  /** What is out of bounds, a line each. */
  List<String> violations() {
    List<String> violations = new ArrayList<>();
    List<Measure> measures = scenario.measures();
    for (Row row : rows) {
      for (int i = 0; i < measures.size(); i++) {
        Measure measure = measures.get(i);
        double worst = row.worst(i, measure);
        if (row.contestant.judged() && !measure.holds(worst)) {
          violations.add(
              scenario.name()
                  + ", "
                  + row.contestant.name()
                  + ": "
                  + measure.head()
                  + " is "
                  + measure.show(worst));
        }
      }
    }
    return violations;
  }

  /** The table for people: the mean of all seeds and the worst of them. */
  String markdown() {
    StringBuilder text = new StringBuilder();
    text.append("## ").append(scenario.title()).append("\n\n");
    text.append(scenario.story()).append("\n\n");
    text.append("| |");
    scenario.measures().forEach(measure -> text.append(' ').append(measure.head()).append(" |"));
    text.append("\n|---|").append("---|".repeat(scenario.measures().size())).append('\n');
    for (Row row : rows) {
      String name = row.contestant.name();
      text.append("| ").append(row.contestant.judged() ? "**" + name + "**" : name).append(" |");
      for (int i = 0; i < scenario.measures().size(); i++) {
        Measure measure = scenario.measures().get(i);
        String mean = measure.show(row.mean(i));
        String worst = measure.show(row.worst(i, measure));
        text.append(' ').append(mean);
        if (!worst.equals(mean)) {
          text.append(" (").append(worst).append(")");
        }
        text.append(" |");
      }
      text.append('\n');
    }
    return text.append("\n![](").append(scenario.name()).append(".png)\n\n").toString();
  }

  /** The table for programs: one line a run. */
  String csv() {
    String head = scenario.measures().stream().map(Measure::name).collect(Collectors.joining(","));
    StringBuilder text = new StringBuilder("contestant,seed," + head + "\n");
    for (Row row : rows) {
      for (int seed = 0; seed < row.runs.size(); seed++) {
        text.append(row.contestant.name().replace(',', ';')).append(',').append(seed + 1);
        for (double value : row.runs.get(seed).values()) {
          text.append(String.format(Locale.ROOT, ",%.6f", value));
        }
        text.append('\n');
      }
    }
    return text.toString();
  }

  /** The picture: each second's mean of all seeds. */
  Chart chart() {
    Chart chart = new Chart(scenario.title(), scenario.unit());
    rows.forEach(row -> chart.line(row.contestant.name(), row.line()));
    return chart;
  }

  private static final class Row {
    private final Contestant contestant;
    private final List<Scenario.Run> runs;

    Row(Contestant contestant, List<Scenario.Run> runs) {
      this.contestant = contestant;
      this.runs = runs;
    }

    double mean(int measure) {
      return runs.stream().mapToDouble(run -> run.values()[measure]).average().orElseThrow();
    }

    double worst(int index, Measure measure) {
      return runs.stream()
          .mapToDouble(run -> run.values()[index])
          .reduce(measure::worse)
          .orElseThrow();
    }

    double[] line() {
      return IntStream.range(0, runs.get(0).line().length)
          .mapToDouble(
              second ->
                  runs.stream().mapToDouble(run -> run.line()[second]).average().orElseThrow())
          .toArray();
    }
  }
}
