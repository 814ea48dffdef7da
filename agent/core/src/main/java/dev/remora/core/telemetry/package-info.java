/** How what happens to calls is told to whoever records it; records nothing itself. */
package dev.remora.core.telemetry;
