/** The standard settings of OpenTelemetry. */
package dev.remora.telemetry.config;
