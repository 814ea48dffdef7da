/** Keeps responses that may be kept, for those who ask again (RFC 9111). */
package dev.remora.gateway.filter.cache;
