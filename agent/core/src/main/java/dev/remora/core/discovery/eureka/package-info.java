/**
 * Eureka as a registry: the whole of it fetched, then its changes, and registration with a lease.
 */
package dev.remora.core.discovery.eureka;
