/**
 * What the SDK finds in the agent's jar in place of {@code java.util.logging}: that would wake the
 * log manager before the application has chosen its own. What the operator has to know is told by
 * the agent's own log.
 */
package dev.remora.telemetry.log;
