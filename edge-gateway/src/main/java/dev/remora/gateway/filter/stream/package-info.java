/** Filters for exchanges that last. */
package dev.remora.gateway.filter.stream;
