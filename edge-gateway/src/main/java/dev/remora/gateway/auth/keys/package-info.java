/** The keys that issuers sign with (RFC 7517): read from files, or asked of the issuers. */
package dev.remora.gateway.auth.keys;
