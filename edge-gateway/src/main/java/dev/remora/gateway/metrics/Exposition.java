package dev.remora.gateway.metrics;

import java.util.Locale;

/**
 * Writes metrics as text: in Prometheus' format 0.0.4, or as OpenMetrics 1.0.0.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Prometheus</a>
 * @see <a href="https://prometheus.io/docs/specs/om/open_metrics_spec/">OpenMetrics</a>
 */
final class Exposition {
  private final StringBuilder text = new StringBuilder(16 << 10);
  private final boolean open;
  private String family;

  /**
   * An empty one.
   *
   * @param open whether it is OpenMetrics
   */
  Exposition(boolean open) {
    this.open = open;
  }

  /** Begins a counter, whose name has no {@code _total}. */
  void counter(String name, String help) {
    begin(name, "counter", help);
  }

  /** Begins a gauge. */
  void gauge(String name, String help) {
    begin(name, "gauge", help);
  }

  /** Begins a histogram. */
  void histogram(String name, String help) {
    begin(name, "histogram", help);
  }

  private void begin(String name, String type, String help) {
    family = name;
    String told = type.equals("counter") && !open ? name + "_total" : name;
    text.append("# HELP ").append(told).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(told).append(' ').append(type).append('\n');
    for (String unit : new String[] {"seconds", "bytes"}) {
      if (open && name.endsWith("_" + unit)) {
        text.append("# UNIT ").append(name).append(' ').append(unit).append('\n');
      }
    }
  }

  /** A value of the counter begun last. */
  void total(Labels labels, double value) {
    sample("_total", labels, number(value));
  }

  /** A value of the gauge begun last. */
  void value(Labels labels, double value) {
    sample("", labels, number(value));
  }

  /** A value of the counter begun last. */
  void total(Labels labels, long value) {
    sample("_total", labels, Long.toString(value));
  }

  /** A value of the gauge begun last. */
  void value(Labels labels, long value) {
    sample("", labels, Long.toString(value));
  }

  /** The values of the histogram begun last. */
  void durations(Labels labels, Histogram.Sum sum) {
    long count = 0;
    for (int i = 0; i < Histogram.BUCKETS; i++) {
      count += sum.counts[i];
      boolean last = i == Histogram.BUCKETS - 1;
      String bound = last ? "+Inf" : number(Histogram.BOUNDS[i]);
      text.append(family).append("_bucket");
      labels.and("le", bound).write(text);
      text.append(' ').append(count);
      if (open && sum.exemplars[i] != null) {
        exemplar(sum.exemplars[i]);
      }
      text.append('\n');
    }
    sample("_count", labels, Long.toString(count));
    sample("_sum", labels, number(sum.nanos / 1e9));
  }

  private void exemplar(Histogram.Exemplar exemplar) {
    text.append(" # {trace_id=\"")
        .append(exemplar.traceId())
        .append("\",span_id=\"")
        .append(exemplar.spanId())
        .append("\"} ")
        .append(exemplar.seconds())
        .append(' ')
        .append(String.format(Locale.ROOT, "%.3f", exemplar.millis() / 1e3));
  }

  private void sample(String suffix, Labels labels, String value) {
    text.append(family).append(suffix);
    labels.write(text);
    text.append(' ').append(value).append('\n');
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /** The whole of it. */
  String end() {
    if (open) {
      text.append("# EOF\n");
    }
    return text.toString();
  }
}
