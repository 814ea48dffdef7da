/**
 * The agent's own HTTP client: registries, tokens and key sets, all of it on one daemon thread.
 *
 * <p>{@link dev.remora.core.transport.Transport} owns the thread, {@link
 * dev.remora.core.transport.Peer} the connections to one origin. Nothing here touches the
 * application's HTTP clients or a default of the JVM.
 */
package dev.remora.core.transport;
