/**
 * DNS as a registry: services by SRV, or by A and AAAA records, looked up again as their TTLs run
 * out.
 *
 * <p>The messages are read and written here and not by dnsjava, the library for it: that is 624 KiB
 * with the slf4j it needs and reads some eighty types of records, of which six are used; its client
 * has threads and defaults of its own. What is here is a tenth of that, and what it accepts fits on
 * a page. {@code InetAddress} won't do: it hides TTLs and SRV records, and blocks.
 *
 * <p>Three layers, each of which knows only the one before it:
 *
 * <ul>
 *   <li>bytes: {@link dev.remora.core.discovery.dns.Query}, {@link
 *       dev.remora.core.discovery.dns.MessageReader}, and {@link
 *       dev.remora.core.discovery.dns.Wire}, which carries them over UDP and TCP on the one thread
 *       of this package;
 *   <li>names: {@link dev.remora.core.discovery.dns.Resolver} finds the records of a name,
 *       whichever server has them;
 *   <li>services: {@link dev.remora.core.discovery.dns.Lookup} makes endpoints of records, {@link
 *       dev.remora.core.discovery.dns.Watch} keeps them up to date.
 * </ul>
 *
 * <p>All but the bytes happens on the shared timer's thread, so none of it has locks.
 */
package dev.remora.core.discovery.dns;
