/** Filters that change headers. */
package dev.remora.gateway.filter.headers;
