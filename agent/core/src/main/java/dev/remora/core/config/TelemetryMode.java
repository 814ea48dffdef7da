package dev.remora.core.config;

/** Whether calls are recorded, and beside an agent that makes spans of them too. */
public enum TelemetryMode {
  /** Where a standard setting of OpenTelemetry says whereto. */
  AUTO,
  /** Always, where nothing else is set to where the standard says. */
  ON,
  /** The same, and with spans of its own even where another agent makes them. */
  OWN,
  /** Never. */
  OFF
}
