/**
 * What the gateway counts: each event loop for itself, added up when somebody asks. In the text
 * formats of Prometheus, and as numbers of the last minute for the live page.
 */
package dev.remora.gateway.metrics;
