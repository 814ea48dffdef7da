/** Whatever takes note of exchanges, and how it is put together: access log, metrics, traces. */
package dev.remora.gateway.telemetry;
