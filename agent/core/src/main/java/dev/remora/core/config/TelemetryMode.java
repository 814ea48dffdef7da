package dev.remora.core.config;

/** Whether calls are recorded. */
public enum TelemetryMode {
  /** Where a standard setting of OpenTelemetry says whereto. */
  AUTO,
  /** Always, where nothing else is set to where the standard says. */
  ON,
  /** Never. */
  OFF
}
