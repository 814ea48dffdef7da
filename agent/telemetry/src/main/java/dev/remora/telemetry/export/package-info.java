/** How spans and metrics leave the process, on a thread of their own. */
package dev.remora.telemetry.export;
