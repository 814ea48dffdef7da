/**
 * What is recorded on the threads of requests: no type of the SDK's, no lock, and no more memory
 * than the record itself.
 */
package dev.remora.telemetry.trace;
