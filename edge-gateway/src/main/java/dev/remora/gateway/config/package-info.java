/** The gateway's settings: a YAML file, read and checked into immutable records. */
package dev.remora.gateway.config;
