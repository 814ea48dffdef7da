/** Registries that need no server: a YAML file, and a folder of files with heartbeats. */
package dev.remora.core.discovery.file;
