/**
 * Tokens that an authorization server issues (RFC 6749): client credentials, and the exchange of
 * the token that came in (RFC 8693).
 */
package dev.remora.core.security.oauth2;
