package dev.remora.telemetry.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.config.TelemetryMode;
import dev.remora.core.testing.Said;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The standard names, and what is said of a value that makes no sense. */
class SettingsTest {
  private final Said said = new Said();
  private final Properties properties = new Properties();

  private Settings read(String... namesAndValues) {
    return Settings.read(map(namesAndValues), properties, said.log());
  }

  private static Map<String, String> map(String... namesAndValues) {
    Map<String, String> names = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      names.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return names;
  }

  @Test
  void areTheStandardsByDefault() {
    Settings settings = read();
    assertThat(settings.otlpTraces().address()).hasToString("http://localhost:4318/v1/traces");
    assertThat(settings.otlpMetrics().address()).hasToString("http://localhost:4318/v1/metrics");
    assertThat(settings.otlpTraces().timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.zipkin()).isNull();
    assertThat(settings.queue()).isEqualTo(2048);
    assertThat(settings.batch()).isEqualTo(512);
    assertThat(settings.delay()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.metricInterval()).isEqualTo(Duration.ofMinutes(1));
    assertThat(settings.isParentBased()).isTrue();
    assertThat(settings.ratio()).isEqualTo(1);
    assertThat(settings.propagates("tracecontext")).isTrue();
    assertThat(settings.propagates("baggage")).isTrue();
    assertThat(settings.propagates("b3")).isFalse();
    assertThat(said.text()).isEmpty();
  }

  @Test
  void areReadFromTheEnvironmentUnlessAPropertySaysOtherwise() {
    properties.setProperty("otel.exporter.otlp.endpoint", "https://b:1/x/");
    properties.setProperty("otel.bsp.schedule.delay", "2s");
    Settings settings =
        read(
            "OTEL_EXPORTER_OTLP_ENDPOINT", "http://a",
            "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "http://c/own",
            "OTEL_EXPORTER_OTLP_HEADERS", "k=v",
            "OTEL_EXPORTER_OTLP_METRICS_HEADERS", "m=n",
            "OTEL_EXPORTER_OTLP_COMPRESSION", "gzip",
            "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "1500",
            "OTEL_RESOURCE_ATTRIBUTES", "service.name=shop,team=a%2Cb",
            "OTEL_TRACES_SAMPLER", "traceidratio",
            "OTEL_TRACES_SAMPLER_ARG", "0.5",
            "OTEL_TRACES_EXPORTER", "otlp,zipkin");
    assertThat(settings.otlpTraces().address()).hasToString("https://b:1/x/v1/traces");
    assertThat(settings.otlpMetrics().address()).hasToString("http://c/own");
    assertThat(settings.otlpTraces().headers()).isEqualTo(Map.of("k", "v"));
    assertThat(settings.otlpMetrics().headers()).isEqualTo(Map.of("m", "n"));
    assertThat(settings.otlpTraces().gzip()).isTrue();
    assertThat(settings.otlpTraces().timeout()).isEqualTo(Duration.ofMillis(1500));
    assertThat(settings.zipkin().address()).hasToString("http://localhost:9411/api/v2/spans");
    assertThat(settings.serviceName()).isEqualTo("shop");
    assertThat(settings.resource()).containsEntry("team", "a,b");
    assertThat(settings.delay()).isEqualTo(Duration.ofSeconds(2));
    assertThat(settings.isParentBased()).isFalse();
    assertThat(settings.ratio()).isEqualTo(0.5);
    assertThat(said.text()).isEmpty();
  }

  @Test
  void exportNothingOverAProtocolThatIsNotSpoken() {
    Settings settings =
        read("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc", "OTEL_EXPORTER_OTLP_COMPRESSION", "none");
    assertThat(settings.otlpTraces()).isNull();
    assertThat(settings.otlpMetrics()).isNull();
    assertThat(said.text().lines())
        .containsExactly(
            "remora: telemetry: OTEL_EXPORTER_OTLP_PROTOCOL: \"grpc\" is not spoken and nothing is"
                + " exported by it; allowed: http/protobuf, which collectors expect at port 4318");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "OTEL_TRACES_EXPORTER | jaeger | \"jaeger\" can't be used; allowed: otlp, zipkin, none",
        "OTEL_TRACES_SAMPLER | some | \"some\" can't be used; allowed: always_on, always_off,",
        "OTEL_BSP_SCHEDULE_DELAY | soon | \"soon\" can't be used; allowed: milliseconds",
        "OTEL_BSP_MAX_QUEUE_SIZE | -1 | \"-1\" can't be used; allowed: a whole number from 1 up",
        "OTEL_EXPORTER_OTLP_COMPRESSION | zip | \"zip\" can't be used; allowed: gzip, none",
        "OTEL_EXPORTER_OTLP_ENDPOINT | http://me:secret@a | is no address; allowed: http://HOST",
        "OTEL_EXPORTER_OTLP_HEADERS | secret | the value can't be used; allowed: name=value",
        "OTEL_PROPAGATORS | xray | \"xray\" can't be used; allowed: tracecontext, baggage, b3,",
      })
  void sayOnOneLineWhatIsWrong(String name, String value, String said) {
    assertThat(read(name, value).queue()).isEqualTo(2048);
    assertThat(this.said.text())
        .contains("remora: telemetry: " + name + ": " + said)
        .doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource({
    "AUTO, '', false",
    "AUTO, OTEL_SERVICE_NAME=a, false",
    "AUTO, OTEL_EXPORTER_OTLP_ENDPOINT=http://a, true",
    "AUTO, OTEL_EXPORTER_ZIPKIN_ENDPOINT=http://a, true",
    "AUTO, OTEL_TRACES_EXPORTER=zipkin, true",
    "AUTO, OTEL_EXPORTER_OTLP_ENDPOINT=http://a;OTEL_SDK_DISABLED=true, false",
    "AUTO, OTEL_TRACES_EXPORTER=none;OTEL_METRICS_EXPORTER=none, false",
    "ON, OTEL_SDK_DISABLED=true, true",
    "OFF, OTEL_EXPORTER_OTLP_ENDPOINT=http://a, false",
  })
  void sayWhetherThereIsTelemetry(TelemetryMode mode, String names, boolean wanted) {
    Map<String, String> environment = new HashMap<>();
    for (String each : names.isEmpty() ? new String[0] : names.split(";", -1)) {
      environment.put(each.substring(0, each.indexOf('=')), each.substring(each.indexOf('=') + 1));
    }
    assertThat(Wanted.is(mode, environment, properties)).isEqualTo(wanted);
  }
}
