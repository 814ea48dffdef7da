package dev.remora.telemetry.config;

import dev.remora.core.config.TelemetryMode;
import java.util.Map;
import java.util.Properties;

/** Whether there is to be telemetry at all; asked before the application's main. */
public final class Wanted {
  /** Where one of them is set, somebody waits for what is exported. */
  private static final String[] SIGNS = {
    Settings.TRACES_EXPORTER,
    Settings.METRICS_EXPORTER,
    Settings.OTLP + "ENDPOINT",
    Settings.OTLP + "TRACES_ENDPOINT",
    Settings.OTLP + "METRICS_ENDPOINT",
    Settings.ZIPKIN_ENDPOINT,
  };

  private Wanted() {}

  /** What {@code mode} comes to beside the standard settings. */
  public static boolean is(
      TelemetryMode mode, Map<String, String> environment, Properties properties) {
    if (mode != TelemetryMode.AUTO) {
      return mode != TelemetryMode.OFF;
    }
    Names names = new Names(environment, properties);
    if ("true".equalsIgnoreCase(names.get("OTEL_SDK_DISABLED"))) {
      return false;
    }
    boolean any = false;
    for (String sign : SIGNS) {
      any |= names.get(sign) != null;
    }
    return any && !(isNone(names, SIGNS[0]) && isNone(names, SIGNS[1]));
  }

  private static boolean isNone(Names names, String variable) {
    return "none".equals(names.get(variable));
  }
}
