/** Spans and metrics of what the mesh does, by OpenTelemetry. */
package dev.remora.telemetry;
