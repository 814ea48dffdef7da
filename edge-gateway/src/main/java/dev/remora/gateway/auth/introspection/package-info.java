/** Tokens that only the server that issued them can judge (RFC 7662). */
package dev.remora.gateway.auth.introspection;
