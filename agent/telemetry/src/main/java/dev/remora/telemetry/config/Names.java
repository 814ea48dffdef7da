package dev.remora.telemetry.config;

import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * The standard names of OpenTelemetry: {@code OTEL_SERVICE_NAME} in the environment, which the
 * system property {@code otel.service.name} overrides. An empty value counts as not set.
 */
final class Names {
  private final Map<String, String> environment;
  private final Properties properties;

  Names(Map<String, String> environment, Properties properties) {
    this.environment = environment;
    this.properties = properties;
  }

  /** The value of {@code variable}, or null. */
  String get(String variable) {
    String value = properties.getProperty(property(variable));
    if (value == null || value.trim().isEmpty()) {
      value = environment.get(variable);
    }
    return value == null || value.trim().isEmpty() ? null : value.trim();
  }

  /** The name under which the operator has set it, for messages. */
  String label(String variable) {
    String value = properties.getProperty(property(variable));
    return value == null || value.trim().isEmpty() ? variable : "-D" + property(variable);
  }

  private static String property(String variable) {
    return variable.toLowerCase(Locale.ROOT).replace('_', '.');
  }
}
