/** The agent's threads. */
package dev.remora.core.concurrent;
