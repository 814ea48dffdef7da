/** What registries that are reached over the network have in common. */
package dev.remora.core.discovery.remote;
