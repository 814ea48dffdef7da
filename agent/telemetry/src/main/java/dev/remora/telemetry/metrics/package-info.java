/** What is counted and timed, and how it becomes OpenTelemetry's metrics. */
package dev.remora.telemetry.metrics;
