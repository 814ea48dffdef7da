package dev.remora.telemetry.config;

import dev.remora.core.log.Log;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * What is set by the standard names. Immutable.
 *
 * @see <a
 *     href="https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/">The
 *     names</a>
 */
public final class Settings {
  static final String TRACES_EXPORTER = "OTEL_TRACES_EXPORTER";
  static final String METRICS_EXPORTER = "OTEL_METRICS_EXPORTER";
  static final String OTLP = "OTEL_EXPORTER_OTLP_";
  static final String ZIPKIN_ENDPOINT = "OTEL_EXPORTER_ZIPKIN_ENDPOINT";

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String SAMPLER = "OTEL_TRACES_SAMPLER";

  /** What a URL may grow to in memory where nothing is set. */
  private static final int VALUE_LENGTH = 8192;

  private final String serviceName;
  private final Map<String, String> resource;
  private final Target otlpTraces;
  private final Target zipkin;
  private final Target otlpMetrics;
  private final boolean delta;
  private final String sampler;
  private final double ratio;
  private final List<String> propagators;
  private final int queue;
  private final int batch;
  private final Duration delay;
  private final Duration exportTimeout;
  private final Duration metricInterval;
  private final int valueLength;

  private Settings(Reader in) {
    resource = in.pairs("OTEL_RESOURCE_ATTRIBUTES", false);
    serviceName = in.text("OTEL_SERVICE_NAME", resource.get("service.name"));
    List<String> otlp = Collections.singletonList("otlp");
    List<String> traces = in.words(TRACES_EXPORTER, otlp, "otlp", "zipkin");
    List<String> metrics = in.words(METRICS_EXPORTER, otlp, "otlp");
    otlpTraces = traces.contains("otlp") ? otlp(in, "TRACES_", "v1/traces") : null;
    otlpMetrics = metrics.contains("otlp") ? otlp(in, "METRICS_", "v1/metrics") : null;
    zipkin = traces.contains("zipkin") ? zipkin(in) : null;
    delta =
        !"cumulative"
            .equals(
                in.word(
                    OTLP + "METRICS_TEMPORALITY_PREFERENCE",
                    "cumulative",
                    "cumulative",
                    "delta",
                    "lowmemory"));
    sampler =
        in.word(
            SAMPLER,
            "parentbased_always_on",
            "always_on",
            "always_off",
            "traceidratio",
            "parentbased_always_on",
            "parentbased_always_off",
            "parentbased_traceidratio");
    ratio = sampler.endsWith("ratio") ? in.share(SAMPLER + "_ARG", 1) : 1;
    propagators =
        in.words(
            "OTEL_PROPAGATORS",
            Arrays.asList("tracecontext", "baggage"),
            "tracecontext",
            "baggage",
            "b3",
            "b3multi");
    queue = in.number("OTEL_BSP_MAX_QUEUE_SIZE", 2048, 1);
    batch = Math.min(queue, in.number("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", 512, 1));
    delay = in.time("OTEL_BSP_SCHEDULE_DELAY", Duration.ofSeconds(5));
    exportTimeout = in.time("OTEL_BSP_EXPORT_TIMEOUT", Duration.ofSeconds(30));
    metricInterval = in.time("OTEL_METRIC_EXPORT_INTERVAL", Duration.ofSeconds(60));
    valueLength =
        in.number(
            "OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT",
            in.number("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", VALUE_LENGTH, 0),
            0);
  }

  /**
   * Reads them.
   *
   * @param log what can't be used is one line each; the default holds then
   */
  public static Settings read(Map<String, String> environment, Properties properties, Log log) {
    return new Settings(new Reader(new Names(environment, properties), log));
  }

  private static Target otlp(Reader in, String signal, String path) {
    if (!in.speaks(OTLP + signal + "PROTOCOL", OTLP + "PROTOCOL", "http/protobuf")) {
      return null;
    }
    URI address = in.address(OTLP + signal + "ENDPOINT", null);
    if (address == null) {
      URI base = in.address(OTLP + "ENDPOINT", "http://localhost:4318");
      String at = base.toString();
      address = URI.create(at + (at.endsWith("/") ? "" : "/") + path);
    }
    Map<String, String> headers = in.pairs(OTLP + signal + "HEADERS", true);
    if (headers.isEmpty()) {
      headers = in.pairs(OTLP + "HEADERS", true);
    }
    String compression =
        in.word(
            OTLP + signal + "COMPRESSION",
            in.word(OTLP + "COMPRESSION", "none", "gzip", "none"),
            "gzip",
            "none");
    return new Target(
        address,
        headers,
        in.time(OTLP + signal + "TIMEOUT", in.time(OTLP + "TIMEOUT", TIMEOUT)),
        compression.equals("gzip"),
        file(in, signal, "CERTIFICATE"),
        file(in, signal, "CLIENT_CERTIFICATE"),
        file(in, signal, "CLIENT_KEY"));
  }

  private static String file(Reader in, String signal, String name) {
    return in.text(OTLP + signal + name, in.text(OTLP + name, null));
  }

  private static Target zipkin(Reader in) {
    return new Target(
        in.address(ZIPKIN_ENDPOINT, "http://localhost:9411/api/v2/spans"),
        Collections.<String, String>emptyMap(),
        in.time("OTEL_EXPORTER_ZIPKIN_TIMEOUT", TIMEOUT),
        false,
        null,
        null,
        null);
  }

  /** What this process is called; null: nothing says so. */
  public String serviceName() {
    return serviceName;
  }

  /** What else is known of this process. */
  public Map<String, String> resource() {
    return resource;
  }

  /** Where spans go by OTLP; null: nowhere. */
  public Target otlpTraces() {
    return otlpTraces;
  }

  /** Where spans go in Zipkin's format; null: nowhere. */
  public Target zipkin() {
    return zipkin;
  }

  /** Where metrics go by OTLP; null: nowhere. */
  public Target otlpMetrics() {
    return otlpMetrics;
  }

  /** Whether metrics are what has come since the last export, and not since the start. */
  public boolean isDelta() {
    return delta;
  }

  /** Whether a span whose parent has been decided about follows it. */
  public boolean isParentBased() {
    return sampler.startsWith("parentbased_");
  }

  /** The share of traces that begin here that is recorded, 0 to 1. */
  public double ratio() {
    return sampler.endsWith("always_off") ? 0 : ratio;
  }

  /** Whether trace context is handed on by {@code name}. */
  public boolean propagates(String name) {
    return propagators.contains(name);
  }

  /** How many spans may wait to be sent. */
  public int queue() {
    return queue;
  }

  /** How many spans are sent at once. */
  public int batch() {
    return batch;
  }

  /** How long a span waits for others. */
  public Duration delay() {
    return delay;
  }

  /** How long a batch is tried to be sent. */
  public Duration exportTimeout() {
    return exportTimeout;
  }

  /** How often metrics are sent. */
  public Duration metricInterval() {
    return metricInterval;
  }

  /** The most characters that a text in a span has. */
  public int valueLength() {
    return valueLength;
  }

  /** Where metrics go, for people. */
  public String metricsTo() {
    return otlpMetrics == null ? "no metrics" : "metrics to " + otlpMetrics + " (otlp)";
  }

  /** Where data goes, for people. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    if (otlpTraces != null) {
      parts.add("traces to " + otlpTraces + " (otlp)");
    }
    if (zipkin != null) {
      parts.add("traces to " + zipkin + " (zipkin)");
    }
    if (otlpMetrics != null) {
      parts.add(metricsTo());
    }
    return parts.isEmpty() ? "nothing is exported" : String.join(", ", parts);
  }
}
