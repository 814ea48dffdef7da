/** What the registries said, kept in a file for a start while they are down. */
package dev.remora.core.discovery.snapshot;
