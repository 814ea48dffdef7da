/** Limits of how much a client, or all of them, may ask for. */
package dev.remora.gateway.filter.limit;
