/** Tokens that this process signs, and the keys that it signs with. */
package dev.remora.core.security.jwt;
