/** Tokens that say who makes a request, and are signed by an issuer (RFC 7519, RFC 8725). */
package dev.remora.gateway.auth.jwt;
