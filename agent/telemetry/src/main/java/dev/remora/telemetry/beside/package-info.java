/**
 * Beside another agent that makes spans of the same calls: none are made here, and what only Remora
 * knows is added to its.
 */
package dev.remora.telemetry.beside;
