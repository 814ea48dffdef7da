/** Sends responses compressed. */
package dev.remora.gateway.filter.compression;
