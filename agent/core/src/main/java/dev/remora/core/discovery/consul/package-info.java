/**
 * Consul as a registry: blocking queries on the catalog and on the health of watched services, and
 * registration with a TTL check.
 */
package dev.remora.core.discovery.consul;
